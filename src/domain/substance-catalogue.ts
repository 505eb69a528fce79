import { foldName } from "./fold-name.ts";
import { keysInAndBeforeBrackets, keyWithoutSalt } from "./name-variants.ts";
import { SimilarNames } from "./similar-names.ts";
import type { PseudoSubstance, Substance, SubstanceClass, SubstanceFile } from "./substance.ts";

/** What a laboratory's word means. `suggestions` are typing-error candidates for a person, at most three, best first, confidence 0 to 1. */
export type Resolution =
  | { outcome: "resolved"; substanceId: string }
  | { outcome: "pseudo"; meaning: PseudoSubstance["meaning"] }
  | { outcome: "unresolved"; suggestions: { substanceId: string; name: string; confidence: number }[] };

const NO_CLASSES: ReadonlySet<string> = new Set();
const MOST_SUGGESTIONS = 3;
const MOST_REMEMBERED = 2_000;

/** All substances we know, found by any of their names. Throws when the file contradicts itself, naming every contradiction. */
export class SubstanceCatalogue {
  readonly #byId = new Map<string, Substance>();
  readonly #classParents = new Map<string, string | undefined>();
  readonly #classesOf = new Map<string, ReadonlySet<string>>();
  readonly #idByKey = new Map<string, string>();
  readonly #pseudoByKey = new Map<string, PseudoSubstance["meaning"]>();
  readonly #pseudoPrefixes: { key: string; meaning: PseudoSubstance["meaning"] }[] = [];
  readonly #similarNames: SimilarNames;
  /** A laboratory repeats its words: what was looked up for an unknown one is remembered. */
  readonly #suggestions = new Map<string, { substanceId: string; name: string; confidence: number }[]>();
  /** Every class, in the order of the file. */
  readonly substanceClasses: readonly SubstanceClass[];

  constructor(file: SubstanceFile) {
    this.substanceClasses = file.classes;
    const problems: string[] = [];
    this.#addClasses(file, problems);
    for (const substance of file.substances) this.#addSubstance(substance, problems);
    for (const pseudo of file.pseudoSubstances) this.#addPseudoSubstance(pseudo, problems);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    this.#similarNames = new SimilarNames(this.#idByKey);
  }

  byId(id: string): Substance | undefined {
    return this.#byId.get(id);
  }

  hasClass(classId: string): boolean {
    return this.#classParents.has(classId);
  }

  /** The ids of all classes of a substance with everything above them; empty when the substance is unknown. */
  classesOf(substanceId: string): ReadonlySet<string> {
    return this.#classesOf.get(substanceId) ?? NO_CLASSES;
  }

  /** Classes that hold something psychoactive: what people may want to hear of, unlike solvents or fatty acids. */
  classesOfInterest(): SubstanceClass[] {
    const active = [...this.#byId.values()].filter(({ role }) => role === "psychoactive");
    const ids = new Set(active.flatMap(({ id }) => [...this.classesOf(id)]));
    return this.substanceClasses.filter(({ id }) => ids.has(id));
  }

  isInClass(substanceId: string, classId: string): boolean {
    return this.classesOf(substanceId).has(classId);
  }

  /**
   * What a name in a result means. Exact after folding; a salt is its substance. Never guesses: a name that is only
   * similar stays unresolved. Costs a few map look-ups when it resolves, up to about a millisecond when it does not.
   */
  resolve(name: string): Resolution {
    return this.find(name) ?? { outcome: "unresolved", suggestions: this.#suggestionsFor(name) };
  }

  /** As `resolve`, but without looking for suggestions. */
  find(name: string): Exclude<Resolution, { outcome: "unresolved" }> | undefined {
    const key = foldName(name);
    const exact = this.#idByKey.get(key);
    if (exact !== undefined) return { outcome: "resolved", substanceId: exact };
    const meaning =
      this.#pseudoByKey.get(key) ??
      this.#pseudoPrefixes.find((prefix) => key.startsWith(prefix.key))?.meaning;
    if (meaning !== undefined) return { outcome: "pseudo", meaning };
    const substanceId = this.#idOfSalt(name) ?? this.#idOfBracketed(name);
    return substanceId === undefined ? undefined : { outcome: "resolved", substanceId };
  }

  /** The substance with exactly this folded name (see `foldName`), for callers that fold by themselves. */
  idOfKey(key: string): string | undefined {
    return this.#idByKey.get(key);
  }

  #suggestionsFor(name: string): { substanceId: string; name: string; confidence: number }[] {
    const key = foldName(name);
    const known = this.#suggestions.get(key);
    if (known) return known;
    const suggestions = this.#similarNames.like(key, MOST_SUGGESTIONS).map(({ substanceId, confidence }) => ({
      substanceId,
      name: this.#byId.get(substanceId)?.name ?? substanceId,
      confidence,
    }));
    if (this.#suggestions.size >= MOST_REMEMBERED) this.#suggestions.clear();
    this.#suggestions.set(key, suggestions);
    return suggestions;
  }

  #idOfSalt(name: string): string | undefined {
    const key = keyWithoutSalt(name);
    return key === undefined ? undefined : this.#idByKey.get(key);
  }

  #idOfBracketed(name: string): string | undefined {
    const ids = new Set(keysInAndBeforeBrackets(name)?.map((key) => this.#idByKey.get(key)));
    const [id] = ids;
    return ids.size === 1 ? id : undefined;
  }

  #addClasses(file: SubstanceFile, problems: string[]): void {
    for (const { id, parent } of file.classes) {
      if (this.#classParents.has(id)) problems.push(`class "${id}" appears twice; keep one`);
      this.#classParents.set(id, parent);
    }
    for (const { id, parent } of file.classes) {
      if (parent !== undefined && !this.#classParents.has(parent))
        problems.push(
          `class "${id}": its parent "${parent}" is not a class; add it to "classes" or name one that is there`,
        );
      if (this.#withAncestors([id]).has(""))
        problems.push(`class "${id}" lies within itself; give it another parent`);
    }
  }

  /** The classes and everything above them; holds "" when a class lies within itself. */
  #withAncestors(classIds: readonly string[]): Set<string> {
    const all = new Set<string>();
    for (const classId of classIds) {
      const path = new Set<string>();
      for (let id: string | undefined = classId; id !== undefined; id = this.#classParents.get(id)) {
        if (path.has(id)) return all.add("");
        path.add(id);
        all.add(id);
      }
    }
    return all;
  }

  #addSubstance(substance: Substance, problems: string[]): void {
    const { id, name, aliases, classes } = substance;
    if (this.#byId.has(id)) problems.push(`substance "${id}" appears twice; keep one`);
    this.#byId.set(id, substance);
    for (const classId of classes)
      if (!this.#classParents.has(classId))
        problems.push(
          `substance "${id}": "${classId}" is not a class; add it to "classes" or name one that is there`,
        );
    this.#classesOf.set(id, this.#withAncestors(classes));
    for (const text of [name, ...aliases]) {
      const key = foldName(text);
      const other = this.#idByKey.get(key);
      if (key === "")
        problems.push(`substance "${id}": the name "${text}" holds no letter or digit; remove it`);
      else if (other !== undefined && other !== id)
        problems.push(
          `substance "${id}": the name "${text}" already belongs to "${other}"; a name may mean only one substance`,
        );
      else this.#idByKey.set(key, id);
    }
  }

  #addPseudoSubstance({ id, meaning, names, prefixes }: PseudoSubstance, problems: string[]): void {
    for (const name of names) {
      const owner = this.#idByKey.get(foldName(name));
      if (owner !== undefined)
        problems.push(`pseudo-substance "${id}": the name "${name}" belongs to the substance "${owner}"`);
      this.#pseudoByKey.set(foldName(name), meaning);
    }
    for (const prefix of prefixes) {
      const key = foldName(prefix);
      if (key === "")
        problems.push(
          `pseudo-substance "${id}": the prefix "${prefix}" holds no letter or digit and would fit every name`,
        );
      else this.#pseudoPrefixes.push({ key, meaning });
    }
  }
}

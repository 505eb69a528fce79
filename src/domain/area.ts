import * as z from "zod";

/** A country, one of its parts, or a region of such a part, the finest place that Tocsin ever publishes. */
export const Area = z.strictObject({
  /** ISO 3166-1 alpha-2 or ISO 3166-2; a third part, which ISO does not know, is a region below: CA-BC-IH. */
  code: z
    .string()
    .regex(
      /^[A-Z]{2}(-[A-Z0-9]{1,3}(-[A-Z0-9]{1,4})?)?$/,
      "must be a code such as PL, PL-14 or CA-BC-IH, in capital letters",
    ),
  /** By language in two letters. English and Polish are always there; where people use the local name, it stands in both. */
  names: z.object({ en: z.string().min(1), pl: z.string().min(1) }).catchall(z.string().min(1)),
  /** The area that it lies in: the code without its last part. A country has none. */
  parent: z.string().optional(),
  /** Former or alternative codes and names accepted on input. */
  aliases: z.array(z.string().min(1)).default([]),
});
export type Area = z.infer<typeof Area>;

/** Most characters that a code can have. */
export const AREA_CODE_LENGTH = 11;

export const AreaFile = z.strictObject({
  version: z.string(),
  /** Where codes and names come from and on what terms, what was left out and why. */
  source: z.array(z.string().min(1)).min(1),
  areas: z.array(Area),
});
export type AreaFile = z.infer<typeof AreaFile>;

/** The name of an area in a language (two letters), in English where it has none in that language. */
export const areaNameIn = ({ names }: Area, language: string): string => names[language] ?? names.en;

/** Looks an area up by code, name in any language, or alias (case ignored) and knows what it lies in. */
export class AreaTree {
  readonly #byName = new Map<string, Area>();
  readonly #byCode = new Map<string, Area>();

  constructor(areas: readonly Area[]) {
    for (const area of areas) {
      this.#byCode.set(area.code, area);
      for (const word of wordsFor(area)) this.#byName.set(word.toLowerCase(), area);
    }
  }

  find(codeOrName: string): Area | undefined {
    return this.#byName.get(codeOrName.trim().normalize("NFC").toLowerCase());
  }

  /** The area itself and everything it lies in, finest first: CA-BC-IH, CA-BC, CA. Empty when unknown. */
  path(code: string): string[] {
    const codes: string[] = [];
    for (
      let area = this.#byCode.get(code);
      area;
      area = area.parent ? this.#byCode.get(area.parent) : undefined
    )
      codes.push(area.code);
    return codes;
  }

  /** Everything that lies in an area, at any depth; not the area itself. */
  within(code: string): string[] {
    return [...this.#byCode.keys()].filter((one) => one !== code && this.path(one).includes(code));
  }

  /** The country that an area lies in; one that is not known stands for itself. */
  countryOf(code: string): string {
    return this.path(code).at(-1) ?? code;
  }

  /** The name of an area in a language (two letters); a code that is not known stands for itself. */
  nameOf(code: string, language = "en"): string {
    const area = this.#byCode.get(code);
    return area ? areaNameIn(area, language) : code;
  }

  all(): Area[] {
    return [...this.#byCode.values()];
  }
}

/** Everything that means an area: its code, its names in all languages, its aliases. */
export const wordsFor = ({ code, names, aliases }: Area): string[] => [
  code,
  ...Object.values(names),
  ...aliases,
];

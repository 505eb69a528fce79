import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { AlertContent, type AlertText } from "../src/domain/alert-content.ts";
import { DRAFT_LANGUAGES } from "../src/domain/draft-language.ts";
import { draftContent } from "../src/domain/draft-content.ts";
import { lintContent, lintText, refusedWords } from "../src/domain/lint-text.ts";
import { type Match } from "../src/domain/match.ts";
import { type Grade, GRADES } from "../src/domain/method.ts";
import { readingLevel } from "../src/domain/reading-level.ts";
import { Form } from "../src/domain/sample.ts";
import { SubstanceFile } from "../src/domain/substance.ts";
import type { Threshold } from "../src/domain/threshold-pack.ts";
import { withdrawalTexts } from "../src/domain/withdrawal-text.ts";
import { finding, sampleOf } from "./support/assessed-sample.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const PLAIN: AlertText = {
  headline: "Start small",
  push: "Wait two hours.",
  summary: "Found.",
  instruction: "Wait.",
};
const remarks = (language: string, changes: Partial<AlertText>) =>
  lintText({ ...PLAIN, ...changes }, language);
const inSummary = (language: string, summary: string) =>
  remarks(language, { summary }).map(({ severity, words }) => `${severity}: ${words}`);

describe("words that promise what no test can", () => {
  it.each([
    ["en", "These are safe.", "safe"],
    ["en", "SAFE to take", "SAFE"],
    ["en", "It is not safe.", "safe"],
    ["en", "This batch is safer than the last.", "safer"],
    ["en", "The all-clear is given.", "all-clear"],
    ["en", "The all\nclear is given.", "all\nclear"],
    ["en", "It is not dangerous.", "not dangerous"],
    ["en", "There is no risk.", "no risk"],
    ["en", "Fine to take.", "Fine to take"],
    ["pl", "Ta tabletka jest bezpieczna.", "bezpieczna"],
    ["pl", "Jest BEZPIECZNY.", "BEZPIECZNY"],
    ["pl", "To jest bezpieczniejsze niż inne.", "bezpieczniejsze"],
    ["pl", "Nie ma ryzyka.", "Nie ma ryzyka"],
    ["pl", "Alarm odwołany.", "Alarm odwołany"],
    ["pl", "Można spokojnie brać.", "Można spokojnie brać"],
    ["pl", "To jest safe.", "safe"],
    ["pl", "Wynik znaczy, że nie ma ryzyka.", "nie ma ryzyka"],
    ["uk", "safe", "safe"],
  ])("%s: %s", (language, text, words) => {
    expect(inSummary(language, text)).toContain(`refuse: ${words}`);
  });

  it.each([
    ["en", "Ask about safer use."],
    ["en", "It is unsafe to mix them."],
    ["en", "A vouchsafed word."],
    ["en", "It is not without risk, and no alert does not mean no risk."],
    ["en", "It is not OK to mix them."],
    ["pl", "Ułóż osobę w pozycji bezpiecznej."],
    ["pl", "Połóż ją w pozycji bocznej bezpiecznej."],
    ["pl", "To nie znaczy, że nie ma ryzyka. Nie jest bez ryzyka."],
    ["pl", "Nie można brać tego z alkoholem."],
    ["pl", "To jest niebezpieczne."],
    ["pl", "Zapytaj o bezpieczniejsze używanie."],
    ["pl", "Zadbaj o bezpieczeństwo."],
  ])("%s: “%s” is not one of them", (language, text) => {
    expect(inSummary(language, text)).toEqual([]);
  });

  it("are refused in the looks too, where no language is known", () => {
    expect(refusedWords({ texts: { en: PLAIN }, appearance: "white tablet, a safe one" })).toEqual([
      expect.objectContaining({ field: "appearance", language: undefined, words: "safe" }),
    ]);
  });

  test.prop([fc.constantFrom("safe", "all-clear", "bezpieczny"), fc.string(), fc.string()])(
    "are found wherever they stand",
    (words, before, after) => {
      const found = remarks("en", { instruction: `${before} ${words} ${after}` });
      expect(found.map(({ words: quoted }) => quoted)).toContain(words);
    },
  );
});

describe("words that a reviewer should think about", () => {
  it.each([
    ["en", "Many addicts take it."],
    ["en", "Substance abuse is common."],
    ["en", "Stay clean."],
    ["en", "A killer drug is going round."],
    ["en", "A bad batch is going round."],
    ["en", "Top quality tablets."],
    ["en", "Do not take it!"],
    ["en", "This is a DANGER to you."],
    ["pl", "Narkomani to biorą."],
    ["pl", "Ćpuny to biorą."],
    ["pl", "To dla nałogowców."],
    ["pl", "Uwaga na dopalacze."],
    ["pl", "Zabójcze tabletki."],
    ["pl", "Trefna partia."],
    ["pl", "UWAGA na tabletki."],
  ])("%s: %s", (language, text) => {
    const found = remarks(language, { summary: text });
    expect(found.map(({ severity, field }) => ({ severity, field }))).toEqual([
      { severity: "warn", field: "summary" },
    ]);
  });

  it.each([
    ["en", "Use clean water and an unused needle."],
    ["en", "Found: MDMA and BTMPS, by GC-MS or FTIR."],
    ["pl", "Użyj czystej wody."],
    ["pl", "Przeciwdziałanie narkomanii w Polsce."],
  ])("%s: “%s” is none of them", (language, text) => {
    expect(inSummary(language, text)).toEqual([]);
  });

  it("strength in a headline advertises where no action stands beside it", () => {
    const strong = (headline: string) => remarks("en", { headline }).map(({ words }) => words);
    expect(strong("Strong blue tablets in Berlin")).toEqual(["Strong"]);
    expect(strong("Take less: strong blue tablets in Berlin")).toEqual([]);
    expect(remarks("pl", { push: "Mocne tabletki w Łodzi" })).toHaveLength(1);
    expect(remarks("pl", { push: "Zacznij od małej części: mocne tabletki w Łodzi" })).toEqual([]);
    expect(remarks("en", { summary: "They are strong." })).toEqual([]);
  });

  it("a sentence may have twenty-five words, a decimal point in it is no end", () => {
    const sentence = (words: number) => `${Array.from({ length: words - 1 }, () => "word").join(" ")} 2.5.`;
    expect(inSummary("en", sentence(25))).toEqual([]);
    expect(remarks("en", { summary: sentence(26) })[0]?.because).toContain("more than 25 words");
  });

  it("a text that needs much schooling is called hard, in each language by its own measure", () => {
    const hardEnglish =
      "Pharmacological interactions necessitate particular consideration. Contraindicated administration precipitates cardiovascular complications. Immediate professional intervention is imperative. Alternatively, discontinuation of administration is recommended. Supplementary documentation regarding individual susceptibility remains unavailable. Epidemiological surveillance continues internationally.";
    const hardPolish =
      "Farmakologiczne oddziaływania wymagają szczególnego rozważenia. Przeciwwskazane przyjmowanie powoduje niebezpieczeństwo powikłań sercowo-naczyniowych. Natychmiastowa interwencja specjalistyczna jest niezbędna. Alternatywnie rekomendowane jest zaprzestanie przyjmowania substancji psychoaktywnych. Dodatkowa dokumentacja indywidualnej podatności pozostaje niedostępna dla zainteresowanych użytkowników.";
    expect(readingLevel(hardEnglish, "en")).toBeGreaterThan(12);
    expect(readingLevel(hardPolish, "pl")).toBeGreaterThan(12);
    expect(remarks("en", { summary: hardEnglish })[0]?.because).toContain("years of school");
    expect(remarks("pl", { summary: hardPolish })[0]?.because).toContain("years of school");
    expect(readingLevel("Too short to say.", "en")).toBeUndefined();
  });

  it("the words of a refusal come first", () => {
    const both = remarks("en", { headline: "Addicts beware!", instruction: "It is safe." });
    expect(both.map(({ severity }) => severity)).toEqual(["refuse", "warn", "warn"]);
  });
});

const EVERY_ID = SubstanceFile.parse(
  JSON.parse(readFileSync(new URL("../knowledge/substances.json", import.meta.url), "utf8")),
).substances.map(({ id }) => id);

/** A dozen of what a rule can be about; of the whole catalogue where it names nothing. */
const targetsOf = (threshold: Threshold): string[] => {
  if ("substance" in threshold) return [threshold.substance];
  const targets = "first" in threshold ? [threshold.first, threshold.second] : [threshold];
  const named = targets.flatMap((target) => ("substances" in target ? target.substances : []));
  const classes = targets.flatMap((target) => ("classes" in target ? target.classes : []));
  const members = EVERY_ID.filter((id) => classes.some((one) => shipped.catalogue.isInClass(id, one)));
  const ids = named.length + members.length > 0 ? [...named, ...members] : EVERY_ID;
  return ids.filter((_id, index) => index % Math.ceil(ids.length / 12) === 0);
};

const METHODS = { presumptive: "ftir-quant", "confirmed-identity": "gc-ms", "confirmed-quantity": "qnmr" };
const PLACES = shipped.areas.all().toSorted((a, b) => b.names.pl.length - a.names.pl.length);
const AREAS = [...PLACES.slice(0, 20), ...PLACES.filter((_area, index) => index % 25 === 0)];

describe("what the machine drafts", () => {
  const cases = shipped.packs.flatMap(({ thresholds }) => thresholds);

  it.each(cases)("by the rule $id is clean, in every form, grade and language", (threshold) => {
    targetsOf(threshold).forEach((substanceId, turn) => {
      for (const grade of GRADES)
        expectClean(substanceId, threshold.kind, grade, turn + GRADES.indexOf(grade));
    });
  });

  it("is clean whatever was found", () => {
    EVERY_ID.forEach((id, turn) => expectClean(id, "any-detection", "presumptive", turn));
  });
});

function expectClean(substanceId: string, kind: Match["kind"], grade: Grade, turn: number): void {
  const sample = sampleOf([finding(substanceId), finding("fentanyl"), finding("caffeine")], {
    form: Form.options[turn % Form.options.length] ?? "tablet",
    area: AREAS[turn % AREAS.length]?.code ?? "PL",
    colour: turn % 2 === 0 ? "Blue" : undefined,
    logo: turn % 3 === 0 ? "bell" : undefined,
    expectedSubstanceId: turn % 4 === 0 ? undefined : "alprazolam",
  });
  const match: Match = {
    packId: "invented",
    packVersion: "1",
    packStatus: "adopted",
    ruleId: "invented",
    rulePlace: 0,
    kind,
    substanceId,
    level: "warning",
    grade,
    methodId: METHODS[grade],
    inputs: turn % 2 === 0 ? { valueMg: 0.2567 } : { valuePercent: 41.24 },
    reason: "invented",
  };
  const content = draftContent([{ sample, matches: [match] }], shipped, "Invented Service", NOW);
  expect(AlertContent.safeParse(content).error).toBeUndefined();
  expect(Object.keys(content.texts)).toEqual([...DRAFT_LANGUAGES]);
  expect(lintContent(content), JSON.stringify(content.texts)).toEqual([]);
  const names = { substance: content.substance.name, area: content.area.name };
  const withdrawn = withdrawalTexts(content, { en: names, pl: names }, "the sample was mislabelled.");
  expect(lintContent({ texts: withdrawn })).toEqual([]);
  expect(AlertContent.safeParse({ ...content, texts: withdrawn }).error).toBeUndefined();
}

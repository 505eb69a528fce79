import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldName } from "../src/domain/fold-name.ts";
import { SubstanceFile } from "../src/domain/substance.ts";
import { SubstanceCatalogue } from "../src/domain/substance-catalogue.ts";
import { has, sharedData } from "./support/requirements.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const { catalogue } = shipped;
const idOf = (name: string): string => {
  const resolution = catalogue.resolve(name);
  return resolution.outcome === "resolved" ? resolution.substanceId : resolution.outcome;
};

/** Every name that the shipped catalogue knows. */
const knownNames = SubstanceFile.parse(
  JSON.parse(readFileSync(new URL("../knowledge/substances.json", import.meta.url), "utf8")),
).substances.flatMap(({ name, aliases }) => [name, ...aliases]);

const substanceFile = (over: object): SubstanceFile =>
  SubstanceFile.parse({
    version: "1",
    classes: [{ id: "opioid", name: "opioids" }],
    substances: [{ id: "heroin", name: "heroin", role: "psychoactive", classes: ["opioid"] }],
    pseudoSubstances: [],
    ...over,
  });

const rows = (path: string): Record<string, string>[] =>
  parse(readFileSync(sharedData(path), "utf8"), { columns: true, bom: true });
const wedinos = (): string[] => {
  const { records } = JSON.parse(readFileSync(sharedData("wedinos/records.json"), "utf8")) as {
    records: { majorSubstancesArray?: string[]; minorSubstancesArray?: string[] }[];
  };
  return records.flatMap((record) => [
    ...(record.majorSubstancesArray ?? []),
    ...(record.minorSubstancesArray ?? []),
  ]);
};

const sumOf = (detections: [name: string, count: number][]): number =>
  detections.reduce((total, [, count]) => total + count, 0);

/** Share of the detections, from 0 to 1, that are a known substance or known to be none. */
const shareKnown = (detections: [name: string, count: number][]): number =>
  sumOf(detections.filter(([name]) => catalogue.resolve(name).outcome !== "unresolved")) / sumOf(detections);

describe("folding a name", () => {
  it.each([
    ["2C-B", "2cb"],
    ["ethyl-4-ANPP", "ethyl 4 anpp"],
    ["3,4-Methylenedioxy-α-Propylaminobutiophenone ", "3,4-methylenedioxy-alpha-propylaminobutiophenone"],
    ["N,N-Dimethyltryptamine", "N,N‑dimethyltryptamine"],
    ["ADB-5’Br-BUTINACA", "ADB-5'Br-BUTINACA"],
    ["6\u00A0MAM", "6-MAM"],
    ["ＭＤＭＡ", "mdma"],
    ["piguła", "PIGULA"],
  ])("makes %j and %j the same", (a, b) => expect(foldName(a)).toBe(foldName(b)));

  it("keeps apart what a slash keeps apart", () =>
    expect(foldName("Pseudo/Ephedrine")).not.toBe(foldName("Pseudoephedrine")));

  it("changes nothing when done twice", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => foldName(foldName(text)) === foldName(text)),
    ));
});

describe("what a laboratory's word means", () => {
  it.each([
    ["ethyl-4-ANPP", "ethyl-4-anpp"],
    ["N-ethyl-4-ANPP", "ethyl-4-anpp"],
    ["Morphine, 6 Monoacetyl", "6-mam"],
    ["6-monoacetylmorphine (6-MAM)", "6-mam"],
    ["Cocaine, Nor", "norcocaine"],
    ["4-Methylmethcathinone (Mephedrone; 4-MMC)", "mephedrone"],
    ["THC (Tetrahydrocannabinol)", "thc"],
    ["Phenacetine", "phenacetin"],
    ["bis(2,2,6,6-tetramethyl-4-piperidyl) sebacate", "btmps"],
    ["Clobromazolam", "phenazolam"],
    ["N-Pyrrolidino-Protonitazene", "n-pyrrolidino-protonitazene"],
    ["protonitazepyne", "n-pyrrolidino-protonitazene"],
    ["Pseudo/Ephedrine", "ephedrine-or-pseudoephedrine"],
  ])("%s is %s", (name, id) => expect(idOf(name)).toBe(id));

  it("a salt is its substance, an ester is not", () => {
    expect(idOf("Ketamine HCl")).toBe("ketamine");
    expect(idOf("promethazine hydrochloride")).toBe("promethazine");
    expect(idOf("THC acetate")).toBe("thc-acetate");
    expect(idOf("triethyl citrate")).toBe("triethyl-citrate");
  });

  it.each(["heroin (not detected)", "cocaine (ketamine)", "bromazolm", "-", "fentanyl analogue"])(
    "%j stays unresolved: what is not certain is never mapped",
    (name) => expect(idOf(name)).toBe("unresolved"),
  );

  it.each([
    ["no compounds of interest detected", "nothing-found"],
    ["No Active Component Identified", "nothing-found"],
    ["pending identification", "pending"],
    ["sample damaged in transit", "not-analysed"],
    ["non-specific sugars", "not-identified"],
    ["Unable to identify", "not-identified"],
    ["Trace detected", "not-identified"],
  ] as const)("%j is no substance but %s", (name, meaning) =>
    expect(catalogue.resolve(name)).toEqual({ outcome: "pseudo", meaning }),
  );

  it("suggests what a mistyped name may have meant, the likeliest first", () => {
    const resolution = catalogue.resolve("Metonitazine");
    expect(resolution).toMatchObject({
      outcome: "unresolved",
      suggestions: [{ substanceId: "metonitazene", name: "metonitazene" }, {}, {}],
    });
  });

  it("does not depend on letter case", () =>
    fc.assert(
      fc.property(fc.constantFrom(...knownNames), fc.infiniteStream(fc.boolean()), (name, upper) => {
        const recased = Array.from(name, (letter) =>
          upper.next().value ? letter.toUpperCase() : letter.toLowerCase(),
        );
        expect(idOf(recased.join(""))).toBe(idOf(name));
      }),
    ));

  it("is the same for the name that it resolved to", () =>
    fc.assert(
      fc.property(fc.constantFrom(...knownNames), (name) => {
        const preferred = catalogue.byId(idOf(name))?.name ?? "";
        expect(idOf(preferred)).toBe(idOf(name));
      }),
    ));

  it("answers any text at all, with confidences between 0 and 1", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (text) => {
        const resolution = catalogue.resolve(text);
        const suggestions = resolution.outcome === "unresolved" ? resolution.suggestions : [];
        expect(suggestions.length).toBeLessThanOrEqual(3);
        for (const { confidence } of suggestions) {
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
      }),
    ));
});

describe("classes", () => {
  it("a nitazene is an opioid", () => {
    expect(catalogue.isInClass("metonitazene", "nitazene")).toBe(true);
    expect(catalogue.isInClass("metonitazene", "opioid")).toBe(true);
    expect([...catalogue.classesOf("clonazolam")].sort()).toEqual([
      "benzodiazepine",
      "depressant",
      "designer-benzodiazepine",
    ]);
  });

  it.each(["4-anpp", "naloxone", "noscapine"])("%s is no opioid", (id) =>
    expect(catalogue.isInClass(id, "opioid")).toBe(false),
  );

  it("a substance nobody knows has none", () => expect(catalogue.classesOf("nothing")).toEqual(new Set()));
});

describe("a file that contradicts itself is refused", () => {
  const heroin = { id: "heroin", name: "heroin", role: "psychoactive" };

  it.each([
    ["an id twice", { substances: [heroin, heroin] }, 'substance "heroin" appears twice'],
    ["an unknown class", { substances: [{ ...heroin, classes: ["opiat"] }] }, '"opiat" is not a class'],
    [
      "an unknown parent",
      { classes: [{ id: "opioid", name: "o", parent: "drug" }] },
      'its parent "drug" is not a class',
    ],
    [
      "classes in a circle",
      {
        classes: [
          { id: "opioid", name: "o", parent: "opiate" },
          { id: "opiate", name: "p", parent: "opioid" },
        ],
      },
      'class "opioid" lies within itself',
    ],
    [
      "one folded name for two substances",
      { substances: [heroin, { id: "h", name: "H", aliases: ["HERO-IN"], role: "psychoactive" }] },
      'the name "HERO-IN" already belongs to "heroin"',
    ],
    [
      "a pseudo-substance with the name of a substance",
      { pseudoSubstances: [{ id: "none", meaning: "nothing-found", names: ["Heroin"] }] },
      'the name "Heroin" belongs to the substance "heroin"',
    ],
    [
      "a prefix that fits every name",
      { pseudoSubstances: [{ id: "none", meaning: "nothing-found", names: ["none"], prefixes: ["-"] }] },
      "would fit every name",
    ],
  ])("%s", (_, over, message) => expect(() => new SubstanceCatalogue(substanceFile(over))).toThrow(message));
});

describe.skipIf(!has("shared-data"))("the real data of drug checking services", () => {
  it("at least 99 % of UNC detections are known", () =>
    expect(
      shareKnown(
        rows("unc-streetsafe/substances_detected_2025.csv").map((row) => [
          row["substance"] ?? "",
          Number(row["any"]),
        ]),
      ),
    ).toBeGreaterThanOrEqual(0.99));

  it("at least 99 % of WEDINOS findings are known", () =>
    expect(shareKnown(wedinos().map((name) => [name, 1]))).toBeGreaterThanOrEqual(0.99));

  it("at least 97 % of EcstasyData contents are known", () =>
    expect(
      shareKnown(rows("ecstasydata/contents.csv").map((row) => [row["substance"] ?? "", 1])),
    ).toBeGreaterThanOrEqual(0.97));
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveExpected } from "../src/domain/resolve-expected.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const { catalogue } = shipped;
const expected = (text: string) => resolveExpected(catalogue, text);
const unknown = { outcome: "unknown" };

describe("what a person expected", () => {
  it.each([
    ["Valium", "diazepam"],
    ["ECTASY", "mdma"],
    ["emka", "mdma"],
    ["piguła", "mdma"],
    ["Down (Unknown Opioid)", "down"],
    ["Crack", "cocaine"],
    ["liquid ecstasy", "ghb"],
    ["pink cocaine", "tusi"],
    ["THC diamond", "thc"],
    ["acid", "lsd"],
  ])("%j is %s", (text, substanceId) =>
    expect(expected(text)).toEqual({ outcome: "resolved", substanceId, confidence: 1 }),
  );

  it.each([
    ["Diazepam 10mg", "diazepam"],
    ["10MG DIAZEPAM TABLETS", "diazepam"],
    ["LSD 25 200ug", "lsd"],
    ["LSD 150 µg", "lsd"],
    ["CRACK £80", "cocaine"],
    ["amfetamina 40 zł", "amphetamine"],
    ["street valium", "diazepam"],
    ["THC vape", "thc"],
    ["Codeine phosphate 30mg", "codeine"],
    ["MDMA???", "mdma"],
    ["acid tabs", "lsd"],
    ["unknown benzo", "unspecified-benzodiazepine"],
    ["MDMA £10 per pill", "mdma"],
    ["Tabled gwyn diazepam 10mg", "diazepam"],
    ["Testosterone enanthate 250mg/ml", "testosterone-enanthate"],
    ["not sure, ketamine?", "ketamine"],
  ])("%j is %s, told with dose, price, form or doubt", (text, substanceId) =>
    expect(expected(text)).toEqual({
      outcome: "resolved",
      substanceId,
      confidence: text === "MDMA???" ? 1 : 0.9,
    }),
  );

  it.each([
    ["MARTIN DOW VALIUM", "diazepam"],
    ["Xanax/alprazolam", "alprazolam"],
    ["NEP - N-ethyl pentedrone", "n-ethylpentedrone"],
    ["Psilocybin mushroom (powedered)", "magic-mushrooms"],
    ["Turkish heroin", "heroin"],
    ["LSD 200mg/tab", "lsd"],
    ["Pregabalin capsule 300 mg red/white", "pregabalin"],
    ["green hulk xanax", "alprazolam"],
    ["benzo (etizolam)", "etizolam"],
    ["THC weed vape", "thc"],
  ])("%j holds the name of %s", (text, substanceId) =>
    expect(expected(text)).toEqual({ outcome: "resolved", substanceId, confidence: 0.8 }),
  );

  it.each([
    ["diazepm", "diazepam"],
    ["Diazipam 10mg tablets", "diazepam"],
    ["diazapan", "diazepam"],
    ["ketmine 1g", "ketamine"],
    ["cannibis", "cannabis"],
    ["buprenorfine", "buprenorphine"],
    ["4-Flouroamphetamine", "4-fa"],
    ["zopliclone", "zopiclone"],
  ])("%j is %s, misspelt", (text, substanceId) =>
    expect(expected(text)).toEqual({ outcome: "resolved", substanceId, confidence: 0.7 }),
  );

  it.each([
    "LSD analogue",
    "1Z-LSD",
    "THC-Z",
    "delta 12 THC",
    "phthaloyl fentanyl",
    "N-propyl pentedrone",
    "nicotinamide mononucleotide",
    "herbal ecstasy",
    "cutting agent for heroin",
  ])("%j is not the substance that it is named after", (text) => expect(expected(text)).toEqual(unknown));

  it.each(["heron", "space cake", "vitamin", "codon", "lomazepam"])(
    "%j is not taken for a name that differs by more than a slip",
    (text) => expect(expected(text)).toEqual(unknown),
  );

  it.each([
    "Cocaine/ketamine",
    "cocaine ketmine",
    "Crack and heroin",
    "4-Aco-DMT & mushroom",
    "heroina i kokaina",
    "cocaine / something from a friend's jar",
    "not heroin",
    "no fentanyl please heroin",
    "vape",
    "Unknown",
    "Not stated",
    "???",
    "white powder",
    "hyaluronic acid",
    "upside down smile",
  ])("%j is unknown: never a guess", (text) => expect(expected(text)).toEqual(unknown));

  it("answers any text at all", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (text) =>
        ["resolved", "unknown"].includes(expected(text).outcome),
      ),
    ));
});

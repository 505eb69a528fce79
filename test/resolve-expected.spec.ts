import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveExpected } from "../src/domain/resolve-expected.ts";
import { has, sharedData } from "./support/requirements.ts";
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
  ])("%j holds the name of %s", (text, substanceId) =>
    expect(expected(text)).toEqual({ outcome: "resolved", substanceId, confidence: 0.8 }),
  );

  it.each([
    "Cocaine/ketamine",
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
    "diazepm",
  ])("%j is unknown: never a guess", (text) => expect(expected(text)).toEqual(unknown));

  it("does not depend on letter case, on spaces around it or on a dose behind it", () =>
    fc.assert(
      fc.property(
        fc.constantFrom("Ketamine", "2C-B", "Xanax", "mefedron", "THC vape", "Crack and heroin", "spice"),
        fc.constantFrom(" ", "\t", "\u00A0"),
        fc.integer({ min: 1, max: 999 }),
        (text, space, mg) => {
          const { confidence: _, ...plain } = { confidence: 0, ...expected(text) };
          for (const variant of [
            text.toUpperCase(),
            text.toLowerCase(),
            `${space}${text}${space}`,
            `${text} ${mg}mg`,
          ])
            expect(expected(variant)).toMatchObject(plain);
        },
      ),
    ));

  it("answers any text at all", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (text) =>
        ["resolved", "unknown"].includes(expected(text).outcome),
      ),
    ));
});

describe.skipIf(!has("shared-data"))("the intents that people wrote to WEDINOS", () => {
  it("are understood in at least 88 of 100 cases", () => {
    const { records } = JSON.parse(readFileSync(sharedData("wedinos/records.json"), "utf8")) as {
      records: { analysed: boolean; purchaseIntent?: string }[];
    };
    const intents = records.flatMap((record) =>
      record.analysed && record.purchaseIntent ? [record.purchaseIntent] : [],
    );
    const resolved = intents.filter((intent) => expected(intent).outcome === "resolved");
    expect(resolved.length / intents.length).toBeGreaterThanOrEqual(0.88);
  });
});

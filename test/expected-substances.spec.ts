import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveExpected } from "../src/domain/resolve-expected.ts";
import labelled from "./fixtures/wedinos-intents.json" with { type: "json" };
import { has, sharedData } from "./support/requirements.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const { catalogue } = shipped;
const meaningOf = (text: string): string | undefined => {
  const resolution = resolveExpected(catalogue, text);
  return resolution.outcome === "resolved" ? resolution.substanceId : undefined;
};

/**
 * 200 of the 652 intents of the WEDINOS records, drawn as those with the lowest SHA-256 (hexadecimal) of
 * "tocsin-intents-1:" followed by the reference code, and labelled by hand before the resolver saw them. `means` lists the
 * substances that a careful chemist would accept; none when the words cannot tell. `records` counts how often it was drawn.
 * Two intents are shortened by the name of a shop.
 */
describe("200 intents, drawn by lot and labelled by hand", () => {
  const resolved = labelled.filter(({ intent }) => meaningOf(intent) !== undefined);
  const sum = (intents: typeof labelled) => intents.reduce((total, { records }) => total + records, 0);

  it("are 200", () => expect(sum(labelled)).toBe(200));

  it("are understood rightly in at least 98 of the 100 cases in which they are understood", () => {
    const wrong = resolved.filter(({ intent, means }) => !means.includes(meaningOf(intent) ?? ""));
    expect(1 - sum(wrong) / sum(resolved), JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.98);
  });

  it("are understood in at least 95 of 100 cases in which they name a substance", () => {
    const naming = labelled.filter(({ means }) => means.length > 0);
    const understood = naming.filter(({ intent }) => meaningOf(intent) !== undefined);
    expect(sum(understood) / sum(naming)).toBeGreaterThanOrEqual(0.95);
  });
});

describe.skipIf(!has("shared-data"))("all the intents that people wrote to WEDINOS", () => {
  it("are understood in at least 88 of 100 cases, those included in which they wrote that they do not know", () => {
    const { records } = JSON.parse(readFileSync(sharedData("wedinos/records.json"), "utf8")) as {
      records: { analysed: boolean; purchaseIntent?: string }[];
    };
    const intents = records.flatMap(({ analysed, purchaseIntent }) =>
      analysed && purchaseIntent ? [purchaseIntent] : [],
    );
    const understood = intents.filter((intent) => meaningOf(intent) !== undefined);
    expect(understood.length / intents.length).toBeGreaterThanOrEqual(0.88);
  });
});

describe.skipIf(!has("shared-data"))("the names printed on pills sent to EcstasyData", () => {
  it("are rarely taken for a misspelt drug: most are pictures, colours and words of every day", () => {
    const rows = parse<{ name: string }>(readFileSync(sharedData("ecstasydata/samples.csv")), {
      columns: true,
    });
    const names = new Set(rows.map(({ name }) => name));
    const misspelt = [...names].filter((name) => {
      const resolution = resolveExpected(catalogue, name);
      return resolution.outcome === "resolved" && resolution.confidence === 0.7;
    });
    expect(misspelt.length / names.size).toBeLessThan(0.01);
  });
});

describe("what a person expected, as a law", () => {
  const names = labelled
    .map(({ intent }) => intent)
    .concat(["Crack and heroin", "not heroin", "LSD analogue", "Ketmine", "pumpkin", "4-MMC/mephedrone"]);
  const everyName = Object.freeze(
    labelled.flatMap(({ means }) => means).map((id) => catalogue.byId(id)),
  ).flatMap((substance) => (substance ? [substance.name, ...substance.aliases] : []));
  const text = fc.constantFrom(...names, ...everyName);

  it("is the same when the preferred name of the answer is asked for", () =>
    fc.assert(
      fc.property(text, (said) => {
        const id = meaningOf(said);
        if (id !== undefined) expect(meaningOf(catalogue.byId(id)?.name ?? "")).toBe(id);
      }),
    ));

  it("does not depend on letter case, spaces or punctuation around the words", () =>
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(" ", "\t", "\u00A0", "  "),
        fc.constantFrom("", ".", "!", "?", "...", ","),
        (said, space, mark) => {
          const spaced = said.replaceAll(" ", space);
          const variants = [said.toUpperCase(), said.toLowerCase(), `${space}${spaced}${mark}`, `"${said}"`];
          for (const variant of variants) expect(meaningOf(variant), variant).toBe(meaningOf(said));
        },
      ),
    ));

  it("is changed by no dose and no price", () =>
    fc.assert(
      fc.property(
        text,
        fc.double({ min: 0.1, max: 999, noNaN: true }).map((number) => number.toFixed(1)),
        fc.constantFrom("mg", " mg", "mgs", "µg", " ug", "mcg", "g", " grams", "ml", "mg/ml", "%"),
        fc.constantFrom(
          "£20",
          "€ 15",
          "40 zł",
          "10 quid",
          "$5 each tablet",
          "£60 a gram",
          "30 zł za gram",
          "£10/g",
        ),
        (said, number, unit, price) => {
          for (const variant of [
            `${said} ${number}${unit}`,
            `${said} ${price}`,
            `${said} ${number}${unit} ${price}`,
            `${number}${unit} ${said}`,
          ])
            expect(meaningOf(variant), variant).toBe(meaningOf(said));
        },
      ),
      { numRuns: 300 },
    ));
});

import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import { resolveExpected } from "../src/domain/resolve-expected.ts";
import type { SubstanceCatalogue } from "../src/domain/substance-catalogue.ts";
import { has, sharedData } from "../test/support/requirements.ts";

/** Of `of` names, `resolved` mean a substance or are words that are none; the commonest of the others. */
export interface NameFigures {
  what: string;
  of: number;
  resolved: number;
  unresolved: string[];
}

const MOST_NAMED = 8;
/** What the forms of WEDINOS hold when nothing was stated. */
const NOT_STATED = new Set(["", "-", "unknown", "not stated", "not sure", "unsure", "n/a"]);

const Detected = z.array(z.object({ substance: z.string(), any: z.coerce.number() }));
const Contents = z.array(z.object({ substance: z.string() }));
const Wedinos = z.object({
  records: z.array(
    z.object({
      analysed: z.boolean(),
      purchaseIntent: z.string().nullish(),
      majorSubstancesArray: z.array(z.string()).nullish(),
      minorSubstancesArray: z.array(z.string()).nullish(),
    }),
  ),
});

/** How many names of real services are understood. Empty where the shared data are not there. */
export async function resolveRealNames(catalogue: SubstanceCatalogue): Promise<NameFigures[]> {
  if (!has("shared-data")) return [];
  const detected = Detected.parse(await readCsv("unc-streetsafe/substances_detected_2025.csv"));
  const contents = Contents.parse(await readCsv("ecstasydata/contents.csv"));
  const wedinosText = await readFile(sharedData("wedinos/records.json"), "utf8");
  const wedinos = Wedinos.parse(JSON.parse(wedinosText.replace(/\bNaN\b/g, "null")));
  const analysed = wedinos.records.filter((record) => record.analysed);
  const findings = analysed.flatMap((record) => [
    ...(record.majorSubstancesArray ?? []),
    ...(record.minorSubstancesArray ?? []),
  ]);
  const intents = analysed
    .map(({ purchaseIntent }) => purchaseIntent?.trim() ?? "")
    .filter((intent) => !NOT_STATED.has(intent.toLowerCase()));

  const isFound = (name: string) => catalogue.find(name) !== undefined;
  const isUnderstood = (intent: string) => resolveExpected(catalogue, intent).outcome === "resolved";
  return [
    figures(
      "UNC detections, by count",
      detected.map(({ substance, any }) => ({ name: substance, count: any })),
      isFound,
    ),
    figures("UNC detections, by name", once(detected), isFound),
    figures("WEDINOS findings", findings.map(one), isFound),
    figures("WEDINOS intents that say something", intents.map(one), isUnderstood),
    figures("EcstasyData contents", once(contents), isFound),
  ];
}

interface Counted {
  name: string;
  count: number;
}

const one = (name: string): Counted => ({ name, count: 1 });
const once = (rows: readonly { substance: string }[]): Counted[] =>
  rows.map(({ substance }) => one(substance));

const readCsv = async (path: string): Promise<unknown> =>
  parse(await readFile(sharedData(path), "utf8"), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
  });

function figures(
  what: string,
  names: readonly Counted[],
  isResolved: (name: string) => boolean,
): NameFigures {
  const missed = new Map<string, number>();
  let of = 0;
  for (const { name, count } of names) {
    of += count;
    if (!isResolved(name)) missed.set(name, (missed.get(name) ?? 0) + count);
  }
  const commonest = [...missed].sort(([, a], [, b]) => b - a);
  const unresolved = commonest.reduce((sum, [, count]) => sum + count, 0);
  return {
    what,
    of,
    resolved: of - unresolved,
    unresolved: commonest.slice(0, MOST_NAMED).map(([name]) => name),
  };
}

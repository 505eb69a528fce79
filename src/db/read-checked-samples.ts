import { isoWeekOf, mondayOf } from "../domain/iso-week.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { AssessedFinding, AssessedSample } from "../domain/match.ts";
import { type Grade, gradeRank } from "../domain/method.ts";
import { type CheckedSample, type FoundSubstance, NOT_RECOGNISED, NOT_STATED } from "../domain/open-data.ts";
import { loadSamples } from "./load-samples.ts";
import type { Database } from "./open-database.ts";

const SAMPLES_AT_ONCE = 2_000;
const DAY_MS = 86_400_000;

/** A week is told when it ended this long ago: by then most results of its samples are in, and its cells change little from night to night. */
export const SETTLED_AFTER_DAYS = 14;

/**
 * Every sample with a result, as it stands now, whose week of the first result is settled; imported ones too. Reduced to what
 * open data may know of it. All in one read-only transaction, so that a correction is seen whole or not at all.
 */
export async function readCheckedSamples(
  db: Database,
  knowledge: Knowledge,
  now: Date,
): Promise<CheckedSample[]> {
  const endedBefore = mondayOf(new Date(now.getTime() - SETTLED_AFTER_DAYS * DAY_MS));
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const firstResults = await trx
        .selectFrom("analysis")
        .select((eb) => ["sample_id", eb.fn.min("analysed_at").as("at")])
        .groupBy("sample_id")
        .having((eb) => eb.fn.min("analysed_at"), "<", endedBefore)
        .execute();
      const checked: CheckedSample[] = [];
      for (let start = 0; start < firstResults.length; start += SAMPLES_AT_ONCE) {
        const page = firstResults.slice(start, start + SAMPLES_AT_ONCE);
        const at = new Map(page.map((row) => [row.sample_id, row.at]));
        for (const sample of await loadSamples(trx, [...at.keys()]))
          checked.push(reduce(sample, at.get(sample.id) ?? sample.resultAt, knowledge));
      }
      return checked;
    });
}

/** Country and first level below it; a finer place is told as the region that it lies in. */
function regionOf(area: string, { areas }: Knowledge): { country: string; region: string } {
  const [country = area, region = country] = areas.path(area).toReversed();
  return { country, region };
}

function reduce(sample: AssessedSample, firstResultAt: Date, knowledge: Knowledge): CheckedSample {
  const byId = new Map<string, FoundSubstance>();
  for (const finding of sample.findings) {
    if (finding.presence !== "detected") continue;
    const substanceId = finding.substanceId ?? unknownWord(finding.name, knowledge);
    if (substanceId === undefined) continue;
    const found: FoundSubstance = {
      substanceId,
      abundance: finding.abundance,
      amount: finding.amount && rounded(finding.amount),
      methodId: finding.methodId,
      grade: gradeOf(finding, knowledge),
    };
    const known = byId.get(substanceId);
    // Findings come oldest first: of two that say as much, the newer one counts.
    if (!known || gradeRank(found.grade) >= gradeRank(known.grade)) byId.set(substanceId, found);
  }
  return {
    ...regionOf(sample.area, knowledge),
    week: isoWeekOf(firstResultAt),
    expected: sample.expectedSubstanceId ?? (sample.expectedName === undefined ? NOT_STATED : NOT_RECOGNISED),
    form: sample.form,
    methodIds: [...new Set(sample.findings.map(({ methodId }) => methodId))],
    found: [...byId.values()],
  };
}

/** "Nothing found" and the like are no substances; any other word that we do not know is told without the word. */
const unknownWord = (name: string, { catalogue }: Knowledge): string | undefined =>
  catalogue.find(name)?.outcome === "pseudo" ? undefined : NOT_RECOGNISED;

function gradeOf({ methodId, amount }: AssessedFinding, { methods }: Knowledge): Grade {
  const method = methods.find(methodId);
  if (method?.identity !== "confirmed") return "presumptive";
  return amount && method.quantity ? "confirmed-quantity" : "confirmed-identity";
}

/** Three digits: more would say little of the sample and much of which one it was. */
function rounded(amount: NonNullable<AssessedFinding["amount"]>): typeof amount {
  const round = (value: number) => Number(value.toPrecision(3));
  const { value, uncertainty } = amount;
  return {
    ...amount,
    value: round(value),
    uncertainty: uncertainty === undefined ? undefined : round(uncertainty),
  };
}

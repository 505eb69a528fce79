import { sql } from "kysely";
import type { Knowledge } from "../domain/knowledge.ts";
import type { AssessedSample } from "../domain/match.ts";
import type { Method } from "../domain/method.ts";
import { SampleHistory, type Strength } from "../domain/sample-history.ts";
import type { Database } from "./open-database.ts";

const DAY_MS = 86_400_000;
const startOfDay = (at: number): Date => new Date(Math.floor(at / DAY_MS) * DAY_MS);

/**
 * What was measured and found before these samples, as far as matching them needs it: strengths of the same substances in the
 * same countries, and whether their substances were found there before. Nothing is asked when no rule looks back.
 */
export async function loadHistory(
  db: Database,
  samples: readonly AssessedSample[],
  { areas, methods, packs }: Knowledge,
): Promise<SampleHistory> {
  const history = new SampleHistory((area) => areas.path(area));
  if (samples.length === 0) return history;
  const rules = packs.flatMap(({ thresholds }) => thresholds);
  const strengthDays = Math.max(0, ...rules.map((rule) => (rule.kind === "percentile" ? rule.days : 0)));
  const asksForFirsts = rules.some(({ kind }) => kind === "first-detection");
  const idsOf = (isWanted: (method: Method) => boolean) =>
    new Set(
      methods
        .all()
        .filter(isWanted)
        .map(({ id }) => id),
    );
  const measuring = idsOf(({ quantity }) => quantity);
  const identifying = idsOf(({ identity }) => identity === "confirmed");
  const countries = [...new Set(samples.map(({ area }) => areas.countryOf(area)))];
  const times = samples.map(({ resultAt }) => resultAt.getTime());
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const found = samples.flatMap(({ findings, area, resultAt: at }) =>
    findings.flatMap(({ substanceId, presence, amount, methodId }) =>
      substanceId !== undefined && presence === "detected"
        ? [{ substanceId, country: areas.countryOf(area), amount, methodId, at }]
        : [],
    ),
  );

  const measured = found.filter((one) => one.amount && measuring.has(one.methodId));
  if (strengthDays > 0 && measured.length > 0) {
    const { rows } = await sql<Omit<Strength, "substanceId"> & { substance_id: string }>`
      select f.substance_id, f.amount_kind as kind, f.basis, s.form, s.area, max(a.analysed_at) as at,
        max(case f.amount_unit when 'µg' then f.amount_value / 1000 else f.amount_value end) as value
      from finding f join analysis a on a.id = f.analysis_id join sample s on s.id = a.sample_id
      where f.substance_id = any(${[...new Set(measured.map((one) => one.substanceId))]}::text[])
        and f.amount_value is not null and f.presence = 'detected'
        and a.method_id = any(${[...measuring]}::text[])
        and a.analysed_at >= ${new Date(first - (strengthDays + 1) * DAY_MS)} and a.analysed_at < ${startOfDay(last)}
        and split_part(s.area, '-', 1) = any(${countries}::text[])
      group by s.id, f.substance_id, f.amount_kind, f.basis`.execute(db);
    for (const { substance_id: substanceId, ...row } of rows) history.addStrength({ substanceId, ...row });
  }

  const identified = found.filter((one) => identifying.has(one.methodId));
  if (asksForFirsts && identified.length > 0) await addFirsts(db, history, identified);
  return history;
}

async function addFirsts(
  db: Database,
  history: SampleHistory,
  found: readonly { substanceId: string; country: string; at: Date }[],
): Promise<void> {
  // What is matched together may lie days apart.
  for (const { substanceId, country, at } of found) history.addDetection(substanceId, country, at);
  const countries = [...new Set(found.map(({ country }) => country))];
  const firsts = await db
    .selectFrom("first_found")
    .selectAll()
    .where("country", "in", countries)
    .where("substance_id", "in", [...new Set(found.map(({ substanceId }) => substanceId))])
    .execute();
  for (const { substance_id, country, day } of firsts)
    history.addDetection(substance_id, country, new Date(day));
  const known = new Set(firsts.map((row) => `${row.substance_id}|${row.country}`));
  // How many samples there were is only said of what was never found.
  const unknown = found.filter(({ substanceId, country }) => !known.has(`${substanceId}|${country}`));
  if (unknown.length === 0) return;
  const counts = await db
    .selectFrom("samples_looked_at")
    .selectAll()
    .where("country", "in", [...new Set(unknown.map(({ country }) => country))])
    .execute();
  for (const { country, day, samples } of counts) history.addSamples(country, new Date(day), samples);
}

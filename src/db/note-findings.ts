import { sql } from "kysely";
import type { Knowledge } from "../domain/knowledge.ts";
import type { AssessedSample } from "../domain/match.ts";
import type { Database } from "./open-database.ts";

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * Notes what was found for the first time in its country, and how many samples were looked at; part of the caller's
 * transaction. A result that is corrected later stays noted: being told twice of something new is worse than not at all.
 */
export async function noteFindings(
  db: Database,
  samples: readonly AssessedSample[],
  { areas, methods }: Pick<Knowledge, "areas" | "methods">,
): Promise<void> {
  const firsts = new Map<string, { substance_id: string; country: string; day: string }>();
  const counts = new Map<string, { country: string; day: string; samples: number }>();
  for (const { area, resultAt, revision, findings } of samples) {
    const [country, day] = [areas.countryOf(area), dayOf(resultAt)];
    if (revision === 1) {
      const count = counts.get(`${country} ${day}`) ?? { country, day, samples: 0 };
      counts.set(`${country} ${day}`, { ...count, samples: count.samples + 1 });
    }
    for (const { substanceId, presence, methodId } of findings) {
      if (substanceId === undefined || presence !== "detected") continue;
      if (methods.find(methodId)?.identity !== "confirmed") continue;
      const known = firsts.get(`${substanceId} ${country}`);
      if (!known || day < known.day)
        firsts.set(`${substanceId} ${country}`, { substance_id: substanceId, country, day });
    }
  }
  // In one order, so that two workers never wait for each other in a circle.
  const inOrder = <Row>(rows: Map<string, Row>) =>
    [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await sql`
    with found as (
      insert into first_found
      select * from json_to_recordset(${JSON.stringify(inOrder(firsts))}::json) as f(substance_id text, country text, day date)
      on conflict (substance_id, country) do update set day = excluded.day where excluded.day < first_found.day
    )
    insert into samples_looked_at
    select * from json_to_recordset(${JSON.stringify(inOrder(counts))}::json) as c(country text, day date, samples int)
    on conflict (country, day) do update set samples = samples_looked_at.samples + excluded.samples`.execute(
    db,
  );
}

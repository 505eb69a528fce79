import type { AssessedSample } from "../domain/match.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { loadSamples } from "./load-samples.ts";
import type { Database } from "./open-database.ts";
import { readRevisions } from "./published-alerts.ts";

/** Every alert of which something was published from `from` on and before `until`, oldest first: all its published revisions, newest first, and the samples behind it. */
export async function alertsPublishedBetween(
  db: Database,
  from: Date,
  until: Date,
): Promise<{ revisions: PublishedAlert[]; samples: AssessedSample[] }[]> {
  const alerts = await db
    .selectFrom("alert_revision")
    .select((eb) => ["alert_id", eb.fn.min("published_at").as("at")])
    .where("published_at", ">=", from)
    .where("published_at", "<", until)
    .groupBy("alert_id")
    .orderBy("at")
    .orderBy("alert_id")
    .execute();
  const found = [];
  for (const { alert_id } of alerts) {
    const behind = await db
      .selectFrom("alert_sample")
      .select("sample_id")
      .where("alert_id", "=", alert_id)
      .execute();
    found.push({
      revisions: await readRevisions(db, alert_id),
      samples: await loadSamples(
        db,
        behind.map(({ sample_id }) => sample_id),
      ),
    });
  }
  return found;
}

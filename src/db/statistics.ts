import type { OpenCount } from "../domain/count-open-data.ts";
import type { Database } from "./open-database.ts";

/** What to count; what is absent is not restricted. */
export interface StatisticsQuestion {
  substanceId?: string | undefined;
  /** A region, or a country: then its regions too. */
  region?: string | undefined;
  /** First and last month, "2026-07". A year, or the whole time, belongs to no month and is left out when one is given. */
  from?: string | undefined;
  to?: string | undefined;
}

export interface Statistics {
  /** Samples checked, whatever was found. */
  checked: OpenCount[];
  found: OpenCount[];
}

/**
 * Counts by substance, region and month for dashboards, from the newest edition of the open data and from nothing else, so
 * that no cell is below the floor and none that was withheld can be worked out. Every number means "at least".
 */
export async function readStatistics(db: Database, question: StatisticsQuestion): Promise<Statistics> {
  const { substanceId, region, from, to } = question;
  const isDated = from !== undefined || to !== undefined;
  let query = db.selectFrom("open_data_count").selectAll();
  if (substanceId !== undefined) query = query.where("substance_id", "in", ["", substanceId]);
  if (region !== undefined)
    query = query.where((eb) => eb.or([eb("region", "=", region), eb("region", "like", `${region}-%`)]));
  if (isDated)
    query = query
      .where((eb) => eb(eb.fn<number>("length", ["period"]), "=", "2026-07".length))
      .where("period", ">=", from ?? "")
      .where("period", "<=", to ?? "9999-12");
  const rows = await query.orderBy("region").orderBy("period").orderBy("substance_id").execute();
  const counts = rows.map((row) => ({
    substanceId: row.substance_id === "" ? undefined : row.substance_id,
    region: row.region,
    period: row.period,
    samples: row.samples,
  }));
  return {
    checked: counts.filter((count) => count.substanceId === undefined),
    found: counts.filter((count) => count.substanceId !== undefined),
  };
}

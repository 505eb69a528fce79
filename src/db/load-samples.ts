import { sql } from "kysely";
import type { AssessedFinding, AssessedSample } from "../domain/match.ts";
import type { Form } from "../domain/sample.ts";
import type { Database } from "./open-database.ts";

export interface FindingRow {
  sample_id: string;
  name: string;
  substance_id: string | null;
  presence: AssessedFinding["presence"];
  abundance: "major" | "minor" | "trace" | null;
  amount_kind: "percent-by-weight" | "dose" | null;
  amount_value: number | null;
  amount_unit: "%" | "mg" | "µg" | null;
  basis: "base" | "salt" | "unspecified" | null;
  uncertainty: number | null;
  estimated: boolean | null;
  method_id: string;
}

/** The amount of a stored finding; undefined when none was measured. */
export function amountOf(row: FindingRow): AssessedFinding["amount"] {
  if (row.amount_kind === null || row.amount_value === null) return undefined;
  const common = {
    value: row.amount_value,
    basis: row.basis ?? "unspecified",
    uncertainty: row.uncertainty ?? undefined,
    estimated: row.estimated ?? false,
  };
  return row.amount_kind === "percent-by-weight"
    ? { kind: "percent-by-weight", ...common }
    : { kind: "dose", unit: row.amount_unit === "µg" ? "µg" : "mg", ...common };
}

/** Samples as they stand now, with all findings, in the order of their results (oldest first). */
export async function loadSamples(db: Database, ids: readonly string[]): Promise<AssessedSample[]> {
  if (ids.length === 0) return [];
  const samples = await db
    .selectFrom("sample")
    .select([
      "id",
      "revision",
      "area",
      "organisation_id",
      "expected_name",
      "expected_substance_id",
      "form",
      "colour",
      "logo",
      "collected_on",
      "received_at",
    ])
    .where("id", "in", ids)
    .execute();
  // Sample by sample through the indexes: a plain join was planned as a scan of every finding there is.
  const { rows } = await sql<FindingRow & { analysed_at: Date }>`
    select a.sample_id, a.method_id, a.analysed_at, f.*
    from unnest(${ids}::uuid[]) as wanted(id)
    cross join lateral (select * from analysis where sample_id = wanted.id offset 0) a
    cross join lateral (select * from finding where analysis_id = a.id offset 0) f
    order by a.analysed_at, a.id, f.position`.execute(db);
  const findings = new Map<string, (FindingRow & { analysed_at: Date })[]>();
  for (const row of rows) findings.set(row.sample_id, [...(findings.get(row.sample_id) ?? []), row]);

  return samples
    .map((sample): AssessedSample => {
      const own = findings.get(sample.id) ?? [];
      return {
        id: sample.id,
        revision: sample.revision,
        area: sample.area,
        organisationId: sample.organisation_id,
        expectedName: sample.expected_name ?? undefined,
        expectedSubstanceId: sample.expected_substance_id ?? undefined,
        form: sample.form as Form,
        colour: sample.colour ?? undefined,
        logo: sample.logo ?? undefined,
        resultAt:
          own.at(-1)?.analysed_at ??
          (sample.collected_on ? new Date(sample.collected_on) : sample.received_at),
        findings: own.map((row) => ({
          name: row.name,
          substanceId: row.substance_id ?? undefined,
          presence: row.presence,
          abundance: row.abundance ?? undefined,
          amount: amountOf(row),
          methodId: row.method_id,
        })),
      };
    })
    .sort((a, b) => a.resultAt.getTime() - b.resultAt.getTime() || (a.id < b.id ? -1 : 1));
}

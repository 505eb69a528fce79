import type { AreaTree } from "../domain/area.ts";
import { draftFindings } from "./draft-findings.ts";
import { FieldReader } from "./field-reader.ts";
import type { SampleRows } from "./group-rows.ts";
import type { ImportProfile } from "./import-profile.ts";
import { importedId } from "./imported-id.ts";
import { holds } from "./read-value.ts";
import { type Row, textOf } from "./row.ts";

interface DraftSession {
  id: string;
  name: string;
  area: string;
}

/** A sample as it would come through the API, still to be checked by the same schema, and the session it goes to. */
export interface Draft {
  outcome: "drafted";
  sample: { id: string; sampleCode: string } & Record<string, unknown>;
  session: DraftSession;
  /** The column behind each part of the sample, by JSON pointer. */
  columns: ReadonlyMap<string, string>;
}

/** Reads one sample from its rows as the profile says. A refusal names everything that is wrong, not only the first fault. */
export function draftSample(
  {
    profile,
    areas,
    organisationId,
    now,
  }: { profile: ImportProfile; areas: AreaTree; organisationId: string; now: Date },
  { code, rows, results, problem }: SampleRows,
): Draft | { outcome: "refused"; because: string } {
  const { cells } = rows[0];
  if (problem !== undefined) return { outcome: "refused", because: problem };
  const refusal = profile.reject.find((rule) => holds(rule.when, cells, profile.nothing));
  if (refusal) return { outcome: "refused", because: sayRefusal(refusal, cells) };

  const reader = new FieldReader(profile, now.toISOString().slice(0, 10));
  const idOf = (words: string[], day: string) => importedId([organisationId, profile.id, ...words], day);
  const area = readArea(profile, areas, cells, reader);
  const collectedOn = reader.at("#/collectedOn", reader.date(profile.collectedOn, cells));
  const analyses = draftAnalyses(profile, results, reader, (method, day) =>
    idOf(["analysis", code, method, day], day),
  );
  const sample = {
    sampleCode: code,
    collectedOn,
    expectedSubstance: reader.at("#/expectedSubstance", reader.value(profile.expectedSubstance, cells)),
    form: reader.at("#/form", reader.value(profile.form, cells)),
    weightMg: reader.at("#/weightMg", reader.number(profile.weightMg, cells)),
    appearance: {
      colour: reader.at("#/appearance/colour", reader.value(profile.colour, cells)),
      logo: reader.at("#/appearance/logo", reader.value(profile.logo, cells)),
      description: reader.at("#/appearance/description", reader.value(profile.description, cells)),
    },
    analyses,
  };
  const day = collectedOn ?? analyses[0]?.analysedAt.slice(0, 10);
  if (reader.problems.length > 0 || area === undefined || day === undefined)
    return { outcome: "refused", because: [...new Set(reader.problems)].join("; ") };

  const session = draftSession(profile, area, cells, day, idOf);
  return {
    outcome: "drafted",
    sample: { id: idOf(["sample", code], day), sessionId: session.id, ...sample },
    session,
    columns: reader.columns.set("#/sampleCode", profile.sampleCode.join("/")),
  };
}

const sayRefusal = (refusal: ImportProfile["reject"][number], cells: Row["cells"]): string => {
  const reason = refusal.reasonColumn === undefined ? "" : textOf(cells, refusal.reasonColumn);
  return reason === "" ? refusal.because : `${refusal.because}: ${reason}`;
};

function readArea(
  profile: ImportProfile,
  areas: AreaTree,
  cells: Row["cells"],
  reader: FieldReader,
): string | undefined {
  const read = reader.required(profile.area, cells, "the row does not tell its area");
  const code = read && areas.find(read.value)?.code;
  if (read && code === undefined)
    reader.problems.push(`${read.column ?? "area"}: "${read.value}" is not an area that is known here`);
  return code;
}

/** One analysis for each method and day. */
function draftAnalyses(
  profile: ImportProfile,
  results: readonly Row["cells"][],
  reader: FieldReader,
  idOf: (method: string, day: string) => string,
) {
  const analyses: { id: string; method: string; analysedAt: string; findings: unknown[] }[] = [];
  for (const cells of results) {
    const method = reader.required(profile.method, cells, "the row does not tell its method");
    const day = reader.requiredDate(profile.analysedOn, cells);
    if (!method || !day) continue;
    const id = idOf(method.value, day.value);
    const known = analyses.findIndex((analysis) => analysis.id === id);
    const place = `#/analyses/${known < 0 ? analyses.length : known}`;
    const findings = draftFindings(
      profile.findings,
      cells,
      reader,
      `${place}/findings`,
      analyses[known]?.findings.length ?? 0,
    );
    if (findings.length === 0) continue;
    reader.at(`${place}/method`, method);
    reader.at(`${place}/analysedAt`, day);
    if (known < 0)
      analyses.push({ id, method: method.value, analysedAt: `${day.value}T00:00:00Z`, findings });
    else analyses[known]?.findings.push(...findings);
  }
  if (analyses.length === 0 && reader.problems.length === 0) reader.problems.push("the row holds no result");
  return analyses;
}

/** Imported samples go to sessions by area, by the columns the profile names and by month or year. */
function draftSession(
  profile: ImportProfile,
  area: string,
  cells: Row["cells"],
  day: string,
  idOf: (words: string[], day: string) => string,
): DraftSession {
  const { every, columns } = profile.session;
  const period = every === "month" ? day.slice(0, 7) : every === "year" ? day.slice(0, 4) : "";
  const names = [area, ...columns.map((column) => textOf(cells, column)), period].filter(
    (part) => part !== "",
  );
  const name = `${sessionNamePrefix(profile)}${names.join(", ")}`;
  return { id: idOf(["session", name], `${period || "1970"}-01-01`.slice(0, 10)), name, area };
}

/** How the names of all sessions begin that an import with this profile makes. */
export const sessionNamePrefix = (profile: ImportProfile): string => `${profile.id}: `;

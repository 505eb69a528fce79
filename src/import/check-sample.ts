import type { AdmittedSample } from "../domain/admitted-sample.ts";
import type { FieldError } from "../domain/field-error.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { parse } from "../domain/parse.ts";
import { Sample } from "../domain/sample.ts";
import { admitSample } from "../pipeline/admit-sample.ts";
import { type Draft, draftSample } from "./draft-sample.ts";
import type { SampleRows } from "./group-rows.ts";
import type { ImportProfile } from "./import-profile.ts";

export type CheckedSample =
  | { outcome: "admitted"; draft: Draft; sample: Sample; admitted: AdmittedSample }
  | { outcome: "rejected"; because: string };

/** Everything that can be said about a sample of a file before the database is asked, by the same rules as for the API. */
export function checkSample(
  {
    profile,
    organisationId,
    knowledge,
  }: { profile: ImportProfile; organisationId: string; knowledge: Knowledge },
  group: SampleRows,
  now: Date,
): CheckedSample {
  const draft = draftSample({ profile, organisationId, areas: knowledge.areas, now }, group);
  if (draft.outcome === "refused") return { outcome: "rejected", because: draft.because };
  const parsed = parse(Sample, draft.sample);
  if (parsed.outcome === "refused") return rejected(parsed.errors, draft);
  const admission = admitSample(parsed.value, draft.session.area, knowledge, now);
  if (admission.outcome === "refused") return rejected(admission.errors, draft);
  return { outcome: "admitted", draft, sample: parsed.value, admitted: admission.value };
}

/** A refusal in the words of the file: the column instead of the pointer. */
export function rejected(
  errors: readonly FieldError[],
  { columns }: Draft,
): { outcome: "rejected"; because: string } {
  const columnOf = (pointer: string): string =>
    columns.get(pointer) ??
    (pointer.includes("/") ? columnOf(pointer.slice(0, pointer.lastIndexOf("/"))) : "row");
  const because = errors.map(({ pointer, detail }) => `${columnOf(pointer)}: ${detail}`);
  return { outcome: "rejected", because: [...new Set(because)].join("; ") };
}

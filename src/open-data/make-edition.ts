import { hash } from "node:crypto";
import type { OpenDataFile } from "../db/open-data-files.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { OpenDataSet } from "../domain/open-data.ts";
import { type AboutEdition, describeEdition } from "./describe-edition.ts";
import { findingColumns } from "./finding-columns.ts";
import { renderCsv } from "./render-csv.ts";
import { sampleColumns } from "./sample-columns.ts";

const CSV = "text/csv; charset=utf-8; header=present";

/** The files of one edition: two tables, and their description. */
export function makeEdition(set: OpenDataSet, knowledge: Knowledge, about: AboutEdition): OpenDataFile[] {
  const ofSamples = sampleColumns(knowledge);
  const ofFindings = findingColumns(knowledge);
  const samples = renderCsv(ofSamples, set.samples);
  const findings = renderCsv(ofFindings, set.findings);
  const description = describeEdition(about, [
    {
      name: "samples",
      title: "Samples",
      description: "One row for each sample that was checked.",
      path: "samples.csv",
      body: samples,
      columns: ofSamples,
      primaryKey: ["sample"],
    },
    {
      name: "findings",
      title: "Findings",
      description: "One row for each substance found in a sample.",
      path: "findings.csv",
      body: findings,
      columns: ofFindings,
      joinedBy: { column: "sample", table: "samples" },
    },
  ]);
  const file = (name: string, contentType: string, body: string): OpenDataFile => ({
    name,
    contentType,
    body,
    etag: `"${hash("sha256", body, "base64url").slice(0, 27)}"`,
    madeAt: about.madeAt,
  });
  return [
    file("samples.csv", CSV, samples),
    file("findings.csv", CSV, findings),
    file("datapackage.json", "application/json; charset=utf-8", `${JSON.stringify(description, null, 2)}\n`),
  ];
}

import { hash } from "node:crypto";
import type { Column } from "./column.ts";

/** What the description says beside the tables. */
export interface AboutEdition {
  /** Who publishes it. */
  publisher: string;
  /** Address of the open-data page. */
  homepage: string;
  /** SPDX id, for example "CC-BY-4.0". */
  licence: string;
  floor: number;
  madeAt: Date;
  /** Marks an installation that is not live: "TEST – ", else nothing. */
  titlePrefix: string;
}

export interface DescribedTable {
  name: string;
  title: string;
  description: string;
  /** The CSV file. */
  path: string;
  body: string;
  columns: readonly Omit<Column<never>, "value">[];
  primaryKey?: readonly string[];
  /** Column of this table that names a row of another one by the column of the same name. */
  joinedBy?: { column: string; table: string };
}

export const caveats = (floor: number): readonly string[] => [
  `No place and time is told with fewer than ${floor} samples of the same kind. What is rarer is told for a wider place or a longer time, or not at all, so every count means "at least".`,
  "A substance that is not listed for a sample may have been there: no method shows everything, and a rare finding may be told apart from its sample or be withheld.",
  "People choose what they have checked. These samples are not a picture of all that is used.",
  "Preliminary: results are corrected and added to, and every edition replaces the one before.",
  "No result means that something is without risk.",
];

/** The description and data dictionary of an edition: a Data Package as in https://datapackage.org (version 2.0). */
export const describeEdition = (about: AboutEdition, tables: readonly DescribedTable[]): unknown => ({
  $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
  name: "drug-checking-results",
  title: `${about.titlePrefix}Drug checking results of ${about.publisher}`,
  description: caveats(about.floor).join("\n\n"),
  homepage: about.homepage,
  created: about.madeAt.toISOString(),
  contributors: [{ title: about.publisher, roles: ["publisher"] }],
  licenses: [{ name: about.licence, path: `https://spdx.org/licenses/${about.licence}.html` }],
  resources: tables.map((table) => ({
    $schema: "https://datapackage.org/profiles/2.0/dataresource.json",
    name: table.name,
    type: "table",
    title: table.title,
    description: table.description,
    path: table.path,
    format: "csv",
    mediatype: "text/csv",
    encoding: "utf-8",
    bytes: Buffer.byteLength(table.body),
    hash: `sha256:${hash("sha256", table.body)}`,
    dialect: { delimiter: ",", lineTerminator: "\r\n", quoteChar: '"', doubleQuote: true, header: true },
    schema: {
      $schema: "https://datapackage.org/profiles/2.0/tableschema.json",
      fields: table.columns.map(describeColumn),
      missingValues: [""],
      ...(table.primaryKey && { primaryKey: table.primaryKey }),
      ...(table.joinedBy && {
        foreignKeys: [
          {
            fields: [table.joinedBy.column],
            reference: { resource: table.joinedBy.table, fields: [table.joinedBy.column] },
          },
        ],
      }),
    },
  })),
});

function describeColumn({ name, type, description, unit, ...column }: Omit<Column<never>, "value">) {
  const constraints = {
    ...(column.isRequired && { required: true }),
    ...(column.values && { enum: column.values }),
    ...(column.pattern !== undefined && { pattern: column.pattern }),
  };
  return {
    name,
    type,
    description,
    ...(unit !== undefined && { unit }),
    ...(Object.keys(constraints).length > 0 && { constraints }),
  };
}

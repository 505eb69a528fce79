import type { Knowledge } from "../domain/knowledge.ts";
import {
  NOT_RECOGNISED,
  NOT_STATED,
  type OpenSample,
  type PlaceAndTime,
  WITHHELD,
} from "../domain/open-data.ts";
import { FORMS } from "../domain/sample.ts";
import type { Column } from "./column.ts";

/** "2026-W27", "2026-07" or "2026". */
const PERIOD = String.raw`\d{4}(-W\d{2}|-\d{2})?`;

export const placeColumns = <Row extends PlaceAndTime>({ areas }: Knowledge): Column<Row>[] => [
  {
    name: "region",
    type: "string",
    description:
      "Where the service that checked the sample works: ISO 3166-2 code of a country's part, or ISO 3166-1 code of the country where no finer place is known or told.",
    value: ({ region }) => region,
    isRequired: true,
    pattern: "[A-Z]{2}(-[A-Z0-9]{1,3})?",
  },
  {
    name: "region_name",
    type: "string",
    description: "The name of the region in English.",
    value: ({ region }) => areas.nameOf(region),
    isRequired: true,
  },
  {
    name: "period",
    type: "string",
    description:
      "When the first result was made: an ISO 8601 week (2026-W27); or, where a week would hold too few, the month of the week's Thursday (2026-07), its year (2026), or nothing: some time.",
    value: ({ period }) => (period === "" ? undefined : period),
    pattern: PERIOD,
  },
];

/** Columns of samples.csv: one row a sample. */
export const sampleColumns = (knowledge: Knowledge): Column<OpenSample>[] => [
  {
    name: "sample",
    type: "integer",
    description:
      "Number of the sample in this edition, from 1. It joins the two tables and means nothing else: the next edition numbers anew.",
    value: ({ sample }) => sample,
    isRequired: true,
  },
  ...placeColumns<OpenSample>(knowledge),
  {
    name: "expected_substance_id",
    type: "string",
    description: `What the sample was expected to be, as an id in Tocsin's list of substances; "${NOT_STATED}"; "${NOT_RECOGNISED}" for a word that is not in the list; "${WITHHELD}" where too few there and then were expected to be the same.`,
    value: ({ expected }) => expected,
    isRequired: true,
    pattern: "[a-z0-9]+(-[a-z0-9]+)*",
  },
  {
    name: "expected_substance",
    type: "string",
    description: "The name of that substance in English; empty where there is none.",
    value: ({ expected }) => knowledge.catalogue.byId(expected)?.name,
  },
  {
    name: "form",
    type: "string",
    description:
      'What the sample was: "unknown" when nobody noted it, empty where too few there and then were of that form.',
    value: ({ form }) => form,
    values: FORMS,
  },
  {
    name: "methods",
    type: "string",
    description:
      "All methods of analysis used, as ids in Tocsin's list of methods, separated by semicolons. What a method cannot show says nothing: a substance below its limit of detection, or one that it does not look for, may have been there.",
    value: ({ methodIds }) => methodIds.join(";"),
    isRequired: true,
    pattern: "[a-z0-9-]+(;[a-z0-9-]+)*",
  },
];

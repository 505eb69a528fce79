import type { Knowledge } from "../domain/knowledge.ts";
import { GRADES } from "../domain/method.ts";
import { NOT_RECOGNISED, type OpenFinding } from "../domain/open-data.ts";
import { Abundance } from "../domain/sample.ts";
import type { Column } from "./column.ts";
import { placeColumns } from "./sample-columns.ts";

/** Columns of findings.csv: one row for each substance found in a sample. */
export const findingColumns = (knowledge: Knowledge): Column<OpenFinding>[] => [
  {
    name: "sample",
    type: "integer",
    description:
      "The sample in which it was found, as in samples.csv. Empty where too few samples there and then held the substance: such a row stands apart from its sample, for a wider place or a longer time.",
    value: ({ sample }) => sample,
  },
  ...placeColumns<OpenFinding>(knowledge),
  {
    name: "substance_id",
    type: "string",
    description: `The substance found, as an id in Tocsin's list of substances; "${NOT_RECOGNISED}" for a word that is not in the list.`,
    value: ({ substanceId }) => substanceId,
    isRequired: true,
    pattern: "[a-z0-9]+(-[a-z0-9]+)*",
  },
  {
    name: "substance",
    type: "string",
    description: "The name of the substance in English; empty where it is not in the list.",
    value: ({ substanceId }) => knowledge.catalogue.byId(substanceId)?.name,
  },
  {
    name: "inchikey",
    type: "string",
    description: "Standard InChIKey of the molecule without its salt, where the list has one.",
    value: ({ substanceId }) => knowledge.catalogue.byId(substanceId)?.identifiers?.inchikey,
    pattern: "[A-Z]{14}-[A-Z]{8}SA-N",
  },
  {
    name: "abundance",
    type: "string",
    description: "How much of it there was in the laboratory's own words, where it said so.",
    value: ({ abundance }) => abundance,
    values: Abundance.options,
  },
  {
    name: "amount",
    type: "number",
    description:
      "How much of it there was, to three digits, in the unit beside it. Not comparable between bases, and between units only with the weight of the sample, which is not published.",
    value: ({ amount }) => amount?.value,
    unit: "see amount_unit",
  },
  {
    name: "amount_unit",
    type: "string",
    description:
      '"%" is per cent by weight of the whole sample; "mg" and "µg" are of one unit, such as a tablet.',
    value: ({ amount }) => amount && (amount.kind === "dose" ? amount.unit : "%"),
    values: ["%", "mg", "µg"],
  },
  {
    name: "amount_uncertainty",
    type: "number",
    description: "Half width of the uncertainty that the laboratory stated.",
    value: ({ amount }) => amount?.uncertainty,
    unit: "see amount_unit",
  },
  {
    name: "amount_basis",
    type: "string",
    description:
      "Whether the amount counts the base or a salt of the substance: 84 mg of MDMA base are 100 mg of its hydrochloride.",
    value: ({ amount }) => amount?.basis,
    values: ["base", "salt", "unspecified"],
  },
  {
    name: "amount_is_estimated",
    type: "string",
    description: '"yes": the amount was worked out, for example from the weight of a tablet, not measured.',
    value: ({ amount }) => amount && (amount.estimated ? "yes" : "no"),
    values: ["yes", "no"],
  },
  {
    name: "method",
    type: "string",
    description:
      "The method that found it, as an id in Tocsin's list of methods; of several, the one that says most.",
    value: ({ methodId }) => methodId,
    isRequired: true,
    pattern: "[a-z0-9-]+",
  },
  {
    name: "grade",
    type: "string",
    description:
      "How sure the result is: presumptive (a first look), confirmed-identity (what it is), confirmed-quantity (and how much).",
    value: ({ grade }) => grade,
    isRequired: true,
    values: GRADES,
  },
];

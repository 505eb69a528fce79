import { NOT_RECOGNISED, NOT_STATED } from "../domain/open-data.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { AssessedFinding, AssessedSample } from "../domain/match.ts";
import type { Role } from "../domain/substance.ts";

/**
 * One sample as the services of the TEDI network (Trans-European Drug Information) report theirs. The layout is ours, made from
 * what TEDI says that it collects; TEDI publishes none. City and price are always empty: neither is ever recorded here.
 */
export interface TediRow {
  service: string;
  country: string;
  region: string;
  city: "";
  /** "2026-1" is January to June, "2026-2" July to December, by the day of the result in UTC. */
  semester: string;
  /** Name of the substance, "not-stated", or "not-recognised"; never the word that somebody wrote. */
  soldAs: string;
  form: string;
  mainSubstance: string;
  mainAmount: number | undefined;
  mainAmountUnit: "%" | "mg" | "µg" | undefined;
  mainAmountBasis: string;
  /** Separated by semicolons. */
  otherPsychoactive: string;
  adulterants: string;
  excipientsAndOther: string;
  methods: string;
  price: "";
}

/** `service` is the name of the organisation that checked the sample. */
export function tediRow(sample: AssessedSample, service: string, knowledge: Knowledge): TediRow {
  const { areas, catalogue } = knowledge;
  const [country = sample.area, region = ""] = areas.path(sample.area).toReversed();
  const detected = sample.findings.filter(({ presence }) => presence === "detected");
  const nameOf = (id: string | undefined) =>
    id === undefined ? NOT_RECOGNISED : (catalogue.byId(id)?.name ?? id);
  const main = mainFinding(sample, detected, knowledge);
  const others = detected.filter(({ substanceId }) => substanceId !== main?.substanceId);
  const named = (isWanted: (role: Role | undefined) => boolean): string =>
    [
      ...new Set(
        others
          .filter(({ substanceId }) => isWanted(catalogue.byId(substanceId ?? "")?.role))
          .map(({ substanceId }) => nameOf(substanceId)),
      ),
    ].join("; ");
  const { amount } = main ?? {};
  return {
    service,
    country,
    region,
    city: "",
    semester: `${sample.resultAt.getUTCFullYear()}-${sample.resultAt.getUTCMonth() < 6 ? 1 : 2}`,
    soldAs:
      sample.expectedSubstanceId === undefined && sample.expectedName === undefined
        ? NOT_STATED
        : nameOf(sample.expectedSubstanceId),
    form: sample.form,
    mainSubstance: main ? nameOf(main.substanceId) : "",
    mainAmount: amount?.value,
    mainAmountUnit: amount && (amount.kind === "dose" ? amount.unit : "%"),
    mainAmountBasis: amount?.basis ?? "",
    otherPsychoactive: named((role) => role === "psychoactive"),
    adulterants: named((role) => role === "adulterant"),
    excipientsAndOther: named((role) => role !== "psychoactive" && role !== "adulterant"),
    methods: [...new Set(sample.findings.map(({ methodId }) => methodId))].join("; "),
    price: "",
  };
}

/** What was expected, when it was found; else the psychoactive substance with the largest share, else any. A measured amount before none. */
function mainFinding(
  { expectedSubstanceId }: AssessedSample,
  detected: readonly AssessedFinding[],
  { catalogue }: Knowledge,
): AssessedFinding | undefined {
  const rank = ({ substanceId, abundance, amount }: AssessedFinding): number[] => [
    Number(expectedSubstanceId !== undefined && substanceId === expectedSubstanceId),
    Number(catalogue.byId(substanceId ?? "")?.role === "psychoactive"),
    abundance === "major" ? 2 : abundance === undefined ? 1 : 0,
    amount === undefined ? 0 : amount.value / (amount.kind === "dose" && amount.unit === "µg" ? 1000 : 1),
  ];
  return detected.toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    return left.map((value, index) => (right[index] ?? 0) - value).find((order) => order !== 0) ?? 0;
  })[0];
}

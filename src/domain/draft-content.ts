import type { AlertContent } from "./alert-content.ts";
import { chiefMatch } from "./alert-group.ts";
import { draftTextEnglish, type DraftFacts, fit } from "./draft-text.ts";
import type { Knowledge } from "./knowledge.ts";
import { ALERT_FROM } from "./decide-alert.ts";
import { higherLevel, LEVEL_TERMS, type Level, rankOf } from "./level.ts";
import { type Grade, gradeRank } from "./method.ts";
import type { AssessedSample, Match } from "./match.ts";

/** One sample behind an alert, with the thresholds that it crossed. */
export interface DraftEvidence {
  sample: AssessedSample;
  matches: readonly Match[];
}

const day = (at: Date): string => at.toISOString().slice(0, 10);
const distinct = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined))].sort();

/** In a few words: white tablet marked “bar”. Undefined where nothing is known that could be seen. */
const look = ({ colour, form, logo }: AssessedSample): string | undefined => {
  if (!colour && !logo) return undefined;
  const thing = [colour?.toLowerCase(), form === "unknown" || form === "other" ? "sample" : form]
    .filter(Boolean)
    .join(" ");
  return logo ? `${thing} marked “${logo}”` : thing;
};

/**
 * The first content of an alert, from all of its evidence: highest level, surest grade, every reason.
 * `publishedGrade`: how sure the published revision is that this would replace. Evidence must not be empty.
 */
export function draftContent(
  evidence: readonly DraftEvidence[],
  knowledge: Knowledge,
  sender: string,
  publishedGrade?: Grade,
): AlertContent {
  const matches = evidence.flatMap((one) => one.matches);
  const chief = chiefMatch(matches);
  const first = evidence.find((one) => chief && one.matches.includes(chief))?.sample;
  if (!chief || !first) throw new Error("a draft needs at least one match");
  const level = matches.reduce<Level>((highest, match) => higherLevel(highest, match.level), chief.level);
  // Lesser rules that the same samples crossed stay with the evidence; they are not why people are told.
  const alerting = matches.filter(
    (match) => rankOf(match.level) >= Math.min(rankOf(ALERT_FROM), rankOf(level)),
  );
  const results = evidence.map(({ sample }) => sample.resultAt.getTime());
  const looks = distinct(evidence.map(({ sample }) => look(sample)));
  const facts: DraftFacts = {
    level,
    grade: chief.grade,
    substance: {
      id: chief.substanceId,
      name: knowledge.catalogue.byId(chief.substanceId)?.name ?? chief.substanceId,
    },
    substanceClasses: [...knowledge.catalogue.classesOf(chief.substanceId)].sort(),
    // The catalogue's name or none: the person's own words may hold a price, a seller or a name.
    expectedName:
      first.expectedSubstanceId === undefined
        ? undefined
        : knowledge.catalogue.byId(first.expectedSubstanceId)?.name,
    form: first.form,
    appearance: looks.length > 0 ? fit(looks.join("; "), 300) : undefined,
    area: {
      code: first.area,
      name: knowledge.areas.nameOf(first.area),
      path: knowledge.areas.path(first.area),
    },
    samples: evidence.length,
    resultsFrom: day(new Date(Math.min(...results))),
    resultsTo: day(new Date(Math.max(...results))),
    reasons: distinct(alerting.map((match) => fit(match.reason, 400))).slice(0, 20),
    // Only methods that can claim what the alert claims: a strip beside the laboratory's result confirms nothing.
    methods: distinct(
      alerting
        .filter((match) => match.grade === chief.grade)
        .map((match) => knowledge.methods.find(match.methodId)?.inWords ?? match.methodId),
    ).slice(0, 10),
    sender,
    thresholdNotAdopted: matches.some((match) => match.packStatus === "proposed" && match.level === level),
    expiresAfterDays: LEVEL_TERMS[level].expiresAfterDays,
  };
  const confirms = publishedGrade !== undefined && gradeRank(chief.grade) > gradeRank(publishedGrade);
  return { ...facts, texts: { en: draftTextEnglish(facts, chief, confirms) } };
}

import type { AlertContent, AlertText } from "./alert-content.ts";
import { chiefMatch } from "./alert-group.ts";
import { chooseDangers, type Classified } from "./choose-danger.ts";
import { inEachLanguage, type InEachLanguage } from "./draft-language.ts";
import { draftTextEnglish } from "./draft-text-english.ts";
import { draftTextPolish } from "./draft-text-polish.ts";
import { type DraftFacts, type Drafting, fit } from "./draft-text.ts";
import { helpLinesFor } from "./help-line.ts";
import type { Knowledge } from "./knowledge.ts";
import { escalated, sayCluster } from "./cluster.ts";
import { ALERT_FROM } from "./decide-alert.ts";
import { LEVEL_TERMS, rankOf } from "./level.ts";
import { type Grade, gradeRank } from "./method.ts";
import { type AssessedSample, highestLevel, type Match } from "./match.ts";
import { substanceNameIn } from "./name-in-language.ts";
import { sayLooks } from "./say-looks.ts";
import type { Substance } from "./substance.ts";

/** One sample behind an alert, with the thresholds that it crossed. */
export interface DraftEvidence {
  sample: AssessedSample;
  matches: readonly Match[];
}

const day = (at: Date): string => at.toISOString().slice(0, 10);
const distinct = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined))].sort();

/** More names than this tell a reader nothing. */
const MOST_BESIDE = 6;

/** What else acts in the sample, by id so that the order of findings is irrelevant. */
function foundBeside(sample: AssessedSample, chief: Match, { catalogue }: Knowledge): Classified[] {
  const ids = sample.findings
    .filter(({ presence, substanceId }) => presence === "detected" && substanceId !== chief.substanceId)
    .filter(({ substanceId }) =>
      isActing(substanceId === undefined ? undefined : catalogue.byId(substanceId)),
    )
    .map(({ substanceId }) => substanceId);
  return distinct(ids).map((id) => ({ id, classes: [...catalogue.classesOf(id)] }));
}

const isActing = (substance: Substance | undefined): boolean =>
  substance !== undefined &&
  !substance.expectedOnly &&
  (substance.role === "psychoactive" || substance.role === "adulterant");

const WRITERS: InEachLanguage<(drafting: Drafting) => AlertText> = {
  en: draftTextEnglish,
  pl: draftTextPolish,
};

/**
 * The first content of an alert, from all of its evidence: highest level, surest grade, every reason, the words in every
 * language. `now` decides which help lines are still trusted. `publishedGrade`: how sure the published revision is that this
 * would replace. Evidence must not be empty.
 */
export function draftContent(
  evidence: readonly DraftEvidence[],
  knowledge: Knowledge,
  sender: string,
  now: Date,
  publishedGrade?: Grade,
): AlertContent {
  const matches = evidence.flatMap((one) => one.matches);
  const chief = chiefMatch(matches);
  const first = evidence.find((one) => chief && one.matches.includes(chief))?.sample;
  if (!chief || !first) throw new Error("a draft needs at least one match");
  const ownLevel = highestLevel(matches);
  const { level, cluster } = escalated(
    ownLevel,
    chief.kind,
    evidence.map(({ sample, matches: own }) => ({ ...sample, ownLevel: highestLevel(own) })),
  );
  // Lesser rules that the same samples crossed stay with the evidence; they are not why people are told.
  const alerting = matches.filter(
    (match) => rankOf(match.level) >= Math.min(rankOf(ALERT_FROM), rankOf(ownLevel)),
  );
  const results = evidence.map(({ sample }) => sample.resultAt.getTime());
  // Only methods that can claim what the alert claims: a strip beside the laboratory's result confirms nothing.
  const methods = distinct(
    alerting.filter((match) => match.grade === chief.grade).map((match) => match.methodId),
  ).slice(0, 10);
  const beside = foundBeside(first, chief, knowledge);
  const names = inEachLanguage((language) => ({
    substance: substanceNameIn(language, knowledge, chief.substanceId),
    // The catalogue's name or none: the person's own words may hold a price, a seller or a name.
    expected:
      first.expectedSubstanceId === undefined || !knowledge.catalogue.byId(first.expectedSubstanceId)
        ? undefined
        : substanceNameIn(language, knowledge, first.expectedSubstanceId),
    beside: beside.slice(0, MOST_BESIDE).map(({ id }) => substanceNameIn(language, knowledge, id)),
    area: knowledge.areas.nameOf(first.area, language),
    methods: methods.map((id) => knowledge.methods.find(id)?.inWords[language] ?? id),
    looks: sayLooks(
      evidence.map(({ sample }) => sample),
      language,
    ),
  }));
  const facts: DraftFacts = {
    audience: "public",
    level,
    grade: chief.grade,
    substance: { id: chief.substanceId, name: names.en.substance },
    substanceClasses: [...knowledge.catalogue.classesOf(chief.substanceId)].sort(),
    expectedName: names.en.expected,
    form: first.form,
    appearance: names.en.looks,
    area: {
      code: first.area,
      name: names.en.area,
      path: knowledge.areas.path(first.area),
    },
    samples: evidence.length,
    resultsFrom: day(new Date(Math.min(...results))),
    resultsTo: day(new Date(Math.max(...results))),
    reasons: [
      ...(cluster ? [sayCluster(cluster)] : []),
      ...distinct(alerting.map((match) => fit(match.reason, 400))),
    ].slice(0, 20),
    methods: [...names.en.methods],
    sender,
    thresholdNotAdopted: matches
      .filter((match) => match.level === ownLevel)
      .every((match) => match.packStatus === "proposed"),
    expiresAfterDays: LEVEL_TERMS[level].expiresAfterDays,
  };
  const confirms = publishedGrade !== undefined && gradeRank(chief.grade) > gradeRank(publishedGrade);
  const dangers = chooseDangers({ id: chief.substanceId, classes: facts.substanceClasses }, beside);
  const helpLines = helpLinesFor(knowledge.helpLines, facts.area.path, now);
  const texts = inEachLanguage((language) =>
    WRITERS[language]({ facts, chief, names: names[language], dangers, helpLines, confirms }),
  );
  return { ...facts, texts };
}

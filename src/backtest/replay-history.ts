import { chiefMatch, groupKey } from "../domain/alert-group.ts";
import { nearTo } from "../domain/cluster.ts";
import { ALERT_FROM, decideAlert } from "../domain/decide-alert.ts";
import { alertFor } from "../domain/known-alert.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { type Level, rankOf } from "../domain/level.ts";
import { highestLevel, type Match } from "../domain/match.ts";
import { matchSample } from "../domain/match-sample.ts";
import { matchingKnowledge } from "../domain/matching-knowledge.ts";
import type { Grade } from "../domain/method.ts";
import { SampleHistory } from "../domain/sample-history.ts";
import { rememberSample } from "../domain/remember-sample.ts";
import { ReplayedGroup, type Told } from "./replayed-group.ts";
import type { HistoricSample } from "./read-history.ts";

/** A draft as it stood at the end of a day: an alert that was opened, or one that a sample of that day would have opened alone or changed. */
export interface ReplayedAlert {
  /** The code of the sample that opened it: the same in every replay. */
  alertId: string;
  /** YYYY-MM-DD, UTC. */
  date: string;
  msgType: "Alert" | "Update";
  area: string;
  level: Level;
  grade: Grade;
  rules: string[];
  substances: string[];
  /** Id of the substance that was expected, where it is known. */
  expected: string | null;
  /** Codes of all samples behind it until then. */
  samples: string[];
  reasons: string[];
  /** Why a reviewer rejected a draft about one of these samples, where one did. */
  rejected?: string;
}

export interface Replay {
  samples: number;
  /** The days on which there were any. */
  days: { date: string; samples: number }[];
  /** Samples for which a threshold was crossed. */
  notices: { date: string; area: string; rules: string[] }[];
  alerts: ReplayedAlert[];
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * Lets history happen again, day by day: each sample is matched and decided with what was known on the days before, by the same
 * rules as the real thing. Every draft counts as published on its day and ends when its level says; nobody rejects anything.
 * Pure: the same samples in any order give the same alerts.
 */
export function replayHistory(samples: readonly HistoricSample[], knowledge: Knowledge): Replay {
  const history = new SampleHistory((area) => knowledge.areas.path(area));
  const known = { ...matchingKnowledge(knowledge), history };
  const groups = new Map<string, ReplayedGroup[]>();
  const alike = new Map<string, Told[]>();
  const notices: Replay["notices"] = [];
  const alerts: ReplayedAlert[] = [];
  const days = Map.groupBy(samples, (sample) => dayOf(sample.resultAt));

  for (const date of [...days.keys()].sort()) {
    const today = new Set<ReplayedGroup>();
    const ordered = (days.get(date) ?? []).toSorted((a, b) => (a.code < b.code ? -1 : 1));
    for (const sample of ordered) {
      const matches = matchSample(sample, known);
      if (matches.length > 0)
        notices.push({ date, area: sample.area, rules: [...new Set(matches.map(ruleOf))].sort() });
      const group = decide(sample, matches, groups, alike);
      if (group) today.add(group);
    }
    for (const sample of ordered) rememberSample(history, sample, known);
    for (const group of today) alerts.push(group.asOf(date));
  }
  return {
    samples: samples.length,
    days: [...days].map(([date, own]) => ({ date, samples: own.length })),
    notices,
    alerts,
  };
}

/** The matches that are told: those at the level of alerts, or where none is, all of the highest level. */
function whyTold(matches: readonly Match[]): Match[] {
  const highest = rankOf(highestLevel(matches));
  return matches.filter((match) => rankOf(match.level) >= Math.min(highest, rankOf(ALERT_FROM)));
}

const ruleOf = (match: Match): string => `${match.packId}/${match.ruleId}`;

/** The alert that a sample opens or adds to; undefined when it concerns nobody else. */
function decide(
  sample: HistoricSample,
  matches: readonly Match[],
  groups: Map<string, ReplayedGroup[]>,
  alike: Map<string, Told[]>,
): ReplayedGroup | undefined {
  const chief = chiefMatch(matches);
  if (!chief) return undefined;
  const key = groupKey(sample, chief);
  const group = groups.get(key) ?? [];
  groups.set(key, group);
  const now = sample.resultAt;
  const before = alertFor(
    group.map((one) => one.knownAt(now)),
    now,
  );
  const others = alike.get(key) ?? [];
  const decision = decideAlert(sample, matches, before, others, now);
  const { id, organisationId, resultAt } = sample;
  const told = {
    id,
    organisationId,
    resultAt,
    ownLevel: highestLevel(matches),
    sample,
    matches: whyTold(matches),
  };
  alike.set(key, [...others, told]);
  switch (decision.action) {
    case "none":
    case "notice":
    case "hold":
      return undefined;
    case "open": {
      const opened = new ReplayedGroup(sample.code);
      group.push(opened);
      if (decision.level !== told.ownLevel)
        for (const one of nearTo(sample, others)) opened.add(one, chief, decision.level);
      opened.add(told, chief, decision.level);
      return opened;
    }
    case "update": {
      const own = group.find((one) => one.alertId === decision.alertId);
      own?.add(told, chief, decision.redraft ? decision.level : undefined);
      // A lesser sample adds to the evidence of a cluster and changes nothing that is said.
      const isTold = decision.redraft || rankOf(told.ownLevel) >= rankOf(ALERT_FROM);
      return isTold ? own : undefined;
    }
  }
}

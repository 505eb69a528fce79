import type { Alike } from "../domain/cluster.ts";
import type { KnownAlert } from "../domain/decide-alert.ts";
import { higherLevel, type Level, LEVEL_TERMS } from "../domain/level.ts";
import type { Match } from "../domain/match.ts";
import { gradeRank } from "../domain/method.ts";
import type { HistoricSample } from "./read-history.ts";
import type { ReplayedAlert } from "./replay-history.ts";

const DAY_MS = 86_400_000;

/** A sample and the thresholds because of which it is told. */
export interface Told extends Alike {
  sample: HistoricSample;
  matches: readonly Match[];
}

/** One alert of a replay while it grows. */
export class ReplayedGroup {
  readonly alertId: string;
  readonly #evidence: Told[] = [];
  #chief: Match | undefined;
  #level: Level = "information";
  #publishedAt = new Date(0);
  #drafts = 0;

  constructor(alertId: string) {
    this.alertId = alertId;
  }

  /** With `level` new words were drafted, which count as published on the same day. */
  add(told: Told, chief: Match, level?: Level): void {
    this.#evidence.push(told);
    if (level === undefined) return;
    this.#publishedAt = told.sample.resultAt;
    this.#level = higherLevel(this.#level, level);
    const before = this.#chief;
    this.#chief =
      before && gradeRank(before.grade) > gradeRank(chief.grade) ? { ...chief, grade: before.grade } : chief;
  }

  knownAt(now: Date): KnownAlert {
    const { substanceId, grade } = this.#first();
    const level = this.#level;
    const endsAt = new Date(this.#publishedAt.getTime() + LEVEL_TERMS[level].expiresAfterDays * DAY_MS);
    const results = this.#evidence.map(({ sample }) => sample.resultAt.getTime());
    return {
      alertId: this.alertId,
      substanceId,
      state: now >= endsAt ? "ended" : "published",
      level,
      grade,
      firstResultAt: new Date(Math.min(...results)),
      lastResultAt: new Date(Math.max(...results)),
      endedAt: now >= endsAt ? endsAt : undefined,
    };
  }

  /** The draft as it stands at the end of a day. */
  asOf(date: string): ReplayedAlert {
    const chief = this.#first();
    const matches = this.#evidence.flatMap((one) => one.matches);
    const distinct = (values: readonly string[]) => [...new Set(values)].sort();
    const [first] = this.#evidence;
    this.#drafts += 1;
    return {
      alertId: this.alertId,
      date,
      msgType: this.#drafts === 1 ? "Alert" : "Update",
      area: first?.sample.area ?? "",
      level: this.#level,
      grade: chief.grade,
      rules: distinct(matches.map((match) => `${match.packId}/${match.ruleId}`)),
      substances: distinct(matches.map((match) => match.substanceId)),
      expected: first?.sample.expectedSubstanceId ?? null,
      samples: this.#evidence.map(({ sample }) => sample.code),
      reasons: distinct(matches.map((match) => match.reason)),
    };
  }

  #first(): Match {
    if (!this.#chief) throw new Error("an alert needs at least one match");
    return this.#chief;
  }
}

import { v7 as uuidv7 } from "uuid";
import type { OwnAlert } from "../db/known-alerts.ts";
import type { Database } from "../db/open-database.ts";
import { chiefMatch, groupKey } from "../domain/alert-group.ts";
import { type Alike, nearTo } from "../domain/cluster.ts";
import { type Decision, decideAlert, type KnownAlert, type RoundDecision } from "../domain/decide-alert.ts";
import { alertFor } from "../domain/known-alert.ts";
import { type AssessedSample, highestLevel, type Match } from "../domain/match.ts";

interface Opened {
  id: string;
  group_key: string;
  substance_id: string;
  area: string;
  first_result_at: Date;
  last_result_at: Date;
}

/** Decides one sample after the other, each seeing what those before it brought about; then saves all of it at once. */
export class DecidingRound {
  readonly #known: Map<string, KnownAlert[]>;
  readonly #now: Date;
  readonly #opened: Opened[] = [];
  readonly #evidence: { alert_id: string; sample_id: string; at: Date }[] = [];
  readonly #redraft = new Set<string>();
  readonly #renamed = new Map<string, { group_key: string; substance_id: string }>();
  readonly #revised = new Set<string>();
  readonly #decided = new Map<string, string | undefined>();
  readonly #own: ReadonlyMap<string, OwnAlert>;
  readonly #alike: Map<string, Alike[]>;

  /**
   * `own`: for samples that are evidence already, the alert and its group, where the new result speaks of something related.
   * So a strip that says "a nitazene" and the laboratory that later says which one stay one story.
   */
  constructor(
    known: Map<string, KnownAlert[]>,
    own: ReadonlyMap<string, OwnAlert>,
    alike: Map<string, Alike[]>,
    now: Date,
  ) {
    this.#known = known;
    this.#own = own;
    this.#alike = alike;
    this.#now = now;
  }

  decide(sample: AssessedSample, matches: readonly Match[]): RoundDecision {
    const chief = chiefMatch(matches);
    const key = chief && groupKey(sample, chief);
    const group = key === undefined ? [] : (this.#known.get(key) ?? []);
    const known = this.#ownAlert(sample) ?? alertFor(group, sample.resultAt);
    const alike = key === undefined ? [] : (this.#alike.get(key) ?? []);
    const decision = decideAlert(sample, matches, known, alike, this.#now);
    const decided = decision.action === "open" ? this.#open(sample, chief, key, decision) : decision;
    const isEvidence = decided.action === "update" || decided.action === "open";
    const alertId = isEvidence ? decided.alertId : undefined;
    if (alertId !== undefined) this.#addEvidence(alertId, sample);
    // The level that others raised is told with the others behind it, whatever became of an alert about them before.
    if (decided.action === "open" && decided.level !== highestLevel(matches))
      for (const one of nearTo(sample, alike)) this.#addToCluster(decided.alertId, one);
    if (alertId !== undefined && sample.revision > 1) this.#revised.add(alertId);
    if (alertId !== undefined && decided.action === "update" && decided.redraft && known) {
      known.level = decided.level;
      known.grade = chief?.grade ?? known.grade;
      this.#redraft.add(alertId);
      if (chief && key !== undefined && chief.substanceId !== known.substanceId)
        this.#rename(known, key, chief);
    }
    this.#decided.set(sample.id, alertId);
    alike.push({ ...sample, ownLevel: highestLevel(matches) });
    if (key !== undefined) this.#alike.set(key, alike);
    return decided;
  }

  #ownAlert(sample: AssessedSample): KnownAlert | undefined {
    const own = this.#own.get(sample.id);
    const alert = own && this.#known.get(own.groupKey)?.find((one) => one.alertId === own.alertId);
    return alert && (alert.state === "open" || alert.state === "published") ? alert : undefined;
  }

  /** From now on the alert is about what the better result says. */
  #rename(alert: KnownAlert, key: string, chief: Match): void {
    alert.substanceId = chief.substanceId;
    this.#renamed.set(alert.alertId, { group_key: key, substance_id: chief.substanceId });
    const group = this.#known.get(key) ?? [];
    if (!group.includes(alert)) this.#known.set(key, [...group, alert]);
  }

  #open(
    sample: AssessedSample,
    chief: Match | undefined,
    key: string | undefined,
    decision: Extract<Decision, { action: "open" }>,
  ): RoundDecision {
    if (!chief || key === undefined) throw new Error("nothing is opened without a match");
    const alertId = uuidv7();
    const at = sample.resultAt;
    this.#opened.push({
      id: alertId,
      group_key: key,
      substance_id: chief.substanceId,
      area: sample.area,
      first_result_at: at,
      last_result_at: at,
    });
    const known: KnownAlert = {
      alertId,
      substanceId: chief.substanceId,
      state: "open",
      level: decision.level,
      grade: chief.grade,
      firstResultAt: at,
      lastResultAt: at,
      endedAt: undefined,
    };
    this.#known.set(key, [...(this.#known.get(key) ?? []), known]);
    return { ...decision, alertId };
  }

  /** A sample that concerned nobody else until now; decided in this same round, it must not be taken off the alert again. */
  #addToCluster(alertId: string, one: Alike): void {
    this.#addEvidence(alertId, one);
    if (this.#decided.has(one.id)) this.#decided.set(one.id, this.#decided.get(one.id) ?? alertId);
  }

  #addEvidence(alertId: string, sample: Pick<Alike, "id" | "resultAt">): void {
    this.#evidence.push({ alert_id: alertId, sample_id: sample.id, at: sample.resultAt });
    for (const group of this.#known.values())
      for (const alert of group)
        if (alert.alertId === alertId) {
          if (sample.resultAt < alert.firstResultAt) alert.firstResultAt = sample.resultAt;
          if (sample.resultAt > alert.lastResultAt) alert.lastResultAt = sample.resultAt;
        }
  }

  /** Alerts with a new sample behind them. */
  get touched(): string[] {
    return [...new Set(this.#evidence.map((one) => one.alert_id))];
  }

  /** Alerts whose published words no longer say enough. */
  get toRedraft(): ReadonlySet<string> {
    return this.#redraft;
  }

  /** Alerts with a sample behind them that says something else than before. */
  get revised(): ReadonlySet<string> {
    return this.#revised;
  }

  /** For each sample decided, the alert that it is evidence of now, if any. */
  get evidenceOf(): ReadonlyMap<string, string | undefined> {
    return this.#decided;
  }

  async save(db: Database): Promise<void> {
    const known = [...this.#known.values()].flat();
    if (this.#opened.length > 0)
      await db
        .insertInto("alert")
        .values(this.#opened.map((alert) => ({ ...alert, attention: null })))
        .execute();
    if (this.#evidence.length === 0) return;
    await db
      .insertInto("alert_sample")
      .values(this.#evidence.map(({ alert_id, sample_id }) => ({ alert_id, sample_id })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    for (const alertId of this.touched) {
      const alert = known.find((one) => one.alertId === alertId);
      if (alert)
        await db
          .updateTable("alert")
          .set({
            first_result_at: alert.firstResultAt,
            last_result_at: alert.lastResultAt,
            ...this.#renamed.get(alertId),
          })
          .where("id", "=", alertId)
          .execute();
    }
  }
}

import { sql } from "kysely";
import type { Database } from "../db/open-database.ts";
import { alertsOfSamples, knownAlertsByGroup, type OwnAlert } from "../db/known-alerts.ts";
import { loadHistory } from "../db/load-history.ts";
import { loadSamples } from "../db/load-samples.ts";
import { noteFindings } from "../db/note-findings.ts";
import { samplesAlike } from "../db/samples-alike.ts";
import { insertDecisions, insertMatches } from "../db/store-decisions.ts";
import { chiefMatch, groupKey, isSameButSubstance } from "../domain/alert-group.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { matchSample } from "../domain/match-sample.ts";
import type { AssessedSample, Match } from "../domain/match.ts";
import { matchingKnowledge } from "../domain/matching-knowledge.ts";
import type { Log } from "../log.ts";
import { DecidingRound } from "./deciding-round.ts";
import { redraftAlerts } from "./redraft-alerts.ts";

export interface MatchSamplesDeps {
  db: Database;
  knowledge: Knowledge;
  /** Who answers for alerts, as written on them. */
  sender: string;
  now: () => Date;
  log: Log;
}

/** Held while deciding, so that two workers never open two alerts for one story. */
const DECIDING = 7_201;

/**
 * Matches the samples of these outbox events, decides, and writes matches, decisions, alerts and drafts in one transaction
 * that also closes the events. An event already closed, or overtaken by a later revision of its sample, changes nothing.
 */
export async function matchSamples(deps: MatchSamplesDeps, eventIds: readonly string[]): Promise<void> {
  const { db, knowledge, log } = deps;
  const now = deps.now();
  const count = await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${DECIDING})`.execute(trx);
    const events = await trx
      .selectFrom("outbox")
      .select(["id", "subject_id", "subject_revision"])
      .where("id", "in", [...eventIds])
      .where("closed_at", "is", null)
      .forUpdate()
      .execute();
    if (events.length === 0) return 0;

    const newest = new Map(events.map((event) => [event.subject_id, event.subject_revision]));
    for (const event of events)
      newest.set(event.subject_id, Math.max(event.subject_revision, newest.get(event.subject_id) ?? 0));
    const samples = (await loadSamples(trx, [...newest.keys()])).filter(
      (sample) => sample.revision === newest.get(sample.id),
    );
    const known = { ...matchingKnowledge(knowledge), history: await loadHistory(trx, samples, knowledge) };
    const matched = samples.map((sample) => ({ sample, matches: matchSample(sample, known) }));
    log.info("matching", { samples: samples.length });

    const own = await ownAlerts(trx, matched, knowledge);
    const keys = [...keysOf(matched), ...[...own.values()].map((alert) => alert.groupKey)];
    const alike = await samplesAlike(trx, keys, samples);
    const round = new DecidingRound(await knownAlertsByGroup(trx, keys, now), own, alike, now);
    const decided = matched.map(({ sample, matches }) => ({
      sample,
      matches,
      decision: round.decide(sample, matches),
    }));
    await insertMatches(trx, decided);
    await noteFindings(trx, samples, knowledge);
    await round.save(trx);
    await insertDecisions(trx, decided);
    await redraftAlerts(trx, { knowledge, sender: deps.sender, now }, round);
    await trx
      .updateTable("outbox")
      .set({ closed_at: now })
      .where(
        "id",
        "in",
        events.map((event) => event.id),
      )
      .execute();
    log.info("closing match events", { events: events.length });
    return samples.length;
  });
  log.info("matched", { samples: count });
}

/** For samples matched again, the alert that they are evidence of, while the new result speaks of a related substance. */
async function ownAlerts(
  db: Database,
  matched: readonly { sample: AssessedSample; matches: Match[] }[],
  { catalogue }: Knowledge,
): Promise<Map<string, OwnAlert>> {
  const again = matched.filter(({ sample }) => sample.revision > 1);
  const own = await alertsOfSamples(
    db,
    again.map(({ sample }) => sample.id),
  );
  for (const { sample, matches } of again) {
    const alert = own.get(sample.id);
    const chief = chiefMatch(matches);
    if (!alert || !chief) continue;
    const classes = catalogue.classesOf(alert.substanceId);
    const isRelated =
      chief.substanceId === alert.substanceId ||
      [...catalogue.classesOf(chief.substanceId)].some((one) => classes.has(one));
    // A correction of place, look or expectation is another story: then the sample is decided about by its new key.
    if (!isRelated || !isSameButSubstance(alert.groupKey, groupKey(sample, chief))) own.delete(sample.id);
  }
  return own;
}

const keysOf = (matched: readonly { sample: AssessedSample; matches: Match[] }[]): string[] => [
  ...new Set(
    matched.flatMap(({ sample, matches }) => {
      const chief = chiefMatch(matches);
      return chief ? [groupKey(sample, chief)] : [];
    }),
  ),
];

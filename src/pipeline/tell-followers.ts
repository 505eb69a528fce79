import type { HttpSender } from "../adapters/post-once.ts";
import type { Database } from "../db/open-database.ts";
import { publicationVersion, readSnapshot } from "../db/published-alerts.ts";
import type { Snapshot } from "../domain/published-alert.ts";
import type { Log } from "../log.ts";

/** Somebody outside who fetches when told that something was published: a WebSub hub, the edge. */
export interface Follower {
  name: string;
  /** An absolute address. */
  address: string;
  headers: Record<string, string>;
  /** What is posted. `since`: when it was told last; undefined: never. */
  body: (snapshot: Snapshot, since: Date | undefined) => string;
}

export interface TellFollowersDeps {
  db: Database;
  sender: HttpSender;
  /** First whatever others will look at. */
  followers: readonly Follower[];
  now: () => Date;
  log: Log;
}

const OVERLAP_MS = 60_000;

/**
 * Gives what tells each follower that has not heard of the newest publication yet. To be run by the clock: it goes by what is
 * stored, so nothing is forgotten when a process dies; telling twice only makes them look twice. One that does not answer is
 * told at the next turn, and that is said once.
 */
export function followerTeller({ db, sender, followers, now, log }: TellFollowersDeps): () => Promise<void> {
  const silent = new Set<string>();
  const tell = async (snapshot: Snapshot, follower: Follower, since: Date | undefined): Promise<void> => {
    const { name, address, headers, body } = follower;
    const answer = await sender.post(address, headers, body(snapshot, since));
    if (answer.kind === "no-answer" || answer.status < 200 || answer.status >= 300) {
      const why = answer.kind === "no-answer" ? answer.why : `answered ${answer.status}`;
      if (!silent.has(name))
        log.warn("a follower could not be told; it is tried again", { follower: name, why });
      silent.add(name);
      return;
    }
    silent.delete(name);
    const row = { told_version: snapshot.version, told_at: snapshot.takenAt };
    await db
      .insertInto("follower")
      .values({ name, ...row })
      .onConflict((known) => known.column("name").doUpdateSet(row))
      .execute();
    log.info("follower told", { follower: name, version: snapshot.version });
  };

  return async () => {
    if (followers.length === 0) return;
    const version = await publicationVersion(db);
    const told = new Map(
      (await db.selectFrom("follower").selectAll().execute()).map((row) => [row.name, row]),
    );
    const waiting = followers.filter(({ name }) => told.get(name)?.told_version !== version);
    if (waiting.length === 0) return;
    const snapshot = await readSnapshot(db, now(), () => {});
    // A publication is dated before its transaction has ended, so it can be older than what was told last.
    const since = (name: string) => {
      const toldAt = told.get(name)?.told_at;
      return toldAt && new Date(toldAt.getTime() - OVERLAP_MS);
    };
    // In order: who comes to look at a copy must find it renewed, as long as that can be reached.
    for (const one of waiting) await tell(snapshot, one, since(one.name));
  };
}

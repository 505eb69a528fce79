import type { AlertReader, Snapshot } from "../domain/published-alert.ts";
import type { Log } from "../log.ts";
import type { Database } from "./open-database.ts";
import { publicationVersion, readRevisions, readSnapshot } from "./published-alerts.ts";

/** A reader that keeps the snapshot in memory. When the database cannot be reached, what was read last goes on being served. */
export interface LiveAlerts extends AlertReader {
  /** Finds out whether anything was published meanwhile, and if so reads everything anew. Rejects when the database does. */
  look(): Promise<void>;
  /** Of what is in memory; undefined while nothing is. */
  version(): string | undefined;
  /** Is told of each new snapshot and of the one before; gives what ends that. */
  onChange(listener: (now: Snapshot, before: Snapshot) => void): () => void;
}

export function openLiveAlerts(db: Database, now: () => Date, log: Log): LiveAlerts {
  let kept: Snapshot | undefined;
  let reading: Promise<Snapshot> | undefined;
  const listeners = new Set<(now: Snapshot, before: Snapshot) => void>();
  const read = (): Promise<Snapshot> => {
    reading ??= readSnapshot(db, now(), (alertId, revision) =>
      log.error("a published revision cannot be read and is left out", { alertId, revision }),
    )
      .then((snapshot) => {
        const before = kept;
        kept = snapshot;
        if (before && before.version !== snapshot.version)
          for (const tell of listeners) tell(snapshot, before);
        return snapshot;
      })
      .finally(() => (reading = undefined));
    return reading;
  };
  return {
    snapshot: async () => kept ?? read(),
    version: () => kept?.version,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async revisions(alertId) {
      // Of an alert that everybody was told of, the snapshot has all that everybody may read.
      const held = kept?.alerts.filter((alert) => alert.alertId === alertId) ?? [];
      return held.length > 0 ? held : readRevisions(db, alertId);
    },
    async look() {
      const at = now();
      // One that is being read may have begun before the publication that this look is for.
      await reading;
      if (kept && kept.version === (await publicationVersion(db))) kept = { ...kept, takenAt: at };
      else await read();
    },
  };
}

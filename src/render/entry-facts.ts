import type { AlertEntry } from "../domain/alert-entries.ts";
import type { Site } from "./site.ts";

/**
 * What an alert says as data, beside its words: in JSON Feed under `_tocsin`, in GeoJSON as properties. Undefined when the content
 * cannot be read. Fields are only ever added.
 */
export type EntryFacts = ReturnType<typeof entryFacts> | undefined;

export function entryFacts(site: Site, entry: AlertEntry) {
  const [shown] = entry.revisions;
  const { content } = shown;
  return {
    alertId: entry.alertId,
    revision: shown.revision,
    status: site.status,
    msgType: shown.msgType,
    standing: entry.standing,
    level: content.level,
    grade: content.grade,
    /** A person has read every alert; whether the finding itself is confirmed is another matter. */
    review_status: content.grade === "presumptive" ? "preliminary" : "confirmed",
    area: content.area,
    substance: content.substance,
    substanceClasses: content.substanceClasses,
    expectedName: content.expectedName,
    form: content.form,
    appearance: content.appearance,
    samples: content.samples,
    resultsFrom: content.resultsFrom,
    resultsTo: content.resultsTo,
    reasons: content.reasons,
    methods: content.methods,
    thresholdNotAdopted: content.thresholdNotAdopted,
    expires: shown.expiresAt.toISOString(),
    /** When it stopped holding; absent while it is current. */
    ended: entry.standing === "current" ? undefined : entry.updatedAt.toISOString(),
    /** Why it is an entry of its own and not an edit of the one before. */
    change: entry.because,
    withdrawnBecause: (entry.endedBy ?? shown).content.withdrawnBecause,
  };
}

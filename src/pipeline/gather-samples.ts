import type { Sample } from "../domain/sample.ts";
import type { Submission } from "./record-samples.ts";

type Record = (organisationId: string, samples: readonly Sample[]) => Promise<Submission[]>;

interface Waiting {
  sample: Sample;
  resolve: (submission: Submission) => void;
  reject: (error: unknown) => void;
}

const MOST_TOGETHER = 100;

/**
 * Lets single posts that arrive at the same moment, or while an earlier commit of their organisation is under way, share one
 * commit. Each still gets its own outcome, and none is answered before it is safe. A post that arrives alone waits for nobody.
 */
export function gatherSamples(
  record: Record,
): (organisationId: string, sample: Sample) => Promise<Submission> {
  const queues = new Map<string, { waiting: Waiting[]; isCommitting: boolean }>();

  const flush = async (organisationId: string): Promise<void> => {
    const queue = queues.get(organisationId);
    if (!queue || queue.waiting.length === 0 || queue.isCommitting) return;
    const together = queue.waiting.splice(0, MOST_TOGETHER);
    queue.isCommitting = true;
    try {
      const submissions = await record(
        organisationId,
        together.map((one) => one.sample),
      );
      for (const [index, { resolve, reject }] of together.entries()) {
        const submission = submissions[index];
        if (submission) resolve(submission);
        else reject(new Error("no outcome for a sample"));
      }
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
    queue.isCommitting = false;
    void flush(organisationId);
  };

  return (organisationId, sample) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(organisationId) ?? { waiting: [], isCommitting: false };
      queues.set(organisationId, queue);
      queue.waiting.push({ sample, resolve, reject });
      // Not at once: requests that have come in together are handled one after the other within this turn of the event loop.
      if (queue.waiting.length === 1) setImmediate(() => void flush(organisationId));
    });
}

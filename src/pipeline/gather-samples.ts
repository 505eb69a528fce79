import type { Sample } from "../domain/sample.ts";
import type { Submission } from "./record-samples.ts";

type Record = (organisationId: string, samples: readonly Sample[]) => Promise<Submission[]>;

interface Waiting {
  sample: Sample;
  resolve: (submission: Submission) => void;
  reject: (error: unknown) => void;
}

const MOST_TOGETHER = 100;
const COMMITS_AT_ONCE = 2;

/**
 * Lets single posts that arrive at the same moment share one commit. Each still gets its own outcome, and none is answered
 * before it is safe. A post that arrives alone waits for nobody.
 */
export function gatherSamples(
  record: Record,
): (organisationId: string, sample: Sample) => Promise<Submission> {
  const queues = new Map<string, { waiting: Waiting[]; commits: number }>();

  const flush = async (organisationId: string): Promise<void> => {
    const queue = queues.get(organisationId);
    if (!queue || queue.waiting.length === 0 || queue.commits >= COMMITS_AT_ONCE) return;
    const together = queue.waiting.splice(0, MOST_TOGETHER);
    queue.commits++;
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
    queue.commits--;
    void flush(organisationId);
  };

  return (organisationId, sample) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(organisationId) ?? { waiting: [], commits: 0 };
      queues.set(organisationId, queue);
      queue.waiting.push({ sample, resolve, reject });
      void flush(organisationId);
    });
}

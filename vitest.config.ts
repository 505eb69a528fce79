import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Specs that start many processes. Begun last, they would run alone at the end. */
const LONGEST = [
  "crash",
  "cli",
  "embedded-postgres",
  "browsers",
  "edge-copy",
  "edge",
  "demo",
  "import-real-files",
  "queue-loss",
];

const place = ({ moduleId }: TestSpecification): number => {
  const found = LONGEST.indexOf(basename(moduleId, ".spec.ts"));
  return found < 0 ? LONGEST.length : found;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.spec.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    // The long specs wait for processes to start and stop; one worker a core less one, as is usual, would idle most of the time.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

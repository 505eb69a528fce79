/** What a bench has to say: for people, and for programs. */
export interface Report {
  text: string;
  json: unknown;
}

/**
 * Measures once. `progress` takes one line at a time, for people who wait. `isLarge`: at the size of the goal, however long it
 * takes. Throws when it could not measure.
 */
export type Bench = (progress: (line: string) => void, isLarge: boolean) => Promise<Report>;

/** Every bench, with what it measures. */
const BENCHES: Record<string, { about: string; hasLarge?: true; load: () => Promise<Bench> }> = {
  fanout: {
    about:
      "messages a second and core beside web-push, and one alert to 100,000 subscriptions (--large: 1,000,000)",
    hasLarge: true,
    load: async () => (await import("./fanout.ts")).benchFanout,
  },
  feeds: {
    about:
      "from approval to every feed, readers a second beside a bare server and nginx, and everybody at once",
    load: async () => (await import("./feeds.ts")).benchFeeds,
  },
  ingest: {
    about: "results a second through the API, in batches and one by one, beside a raw multi-row insert",
    load: async () => (await import("./ingest.ts")).benchIngest,
  },
  knowledge: {
    about:
      "microseconds to match a sample against 100 and 10,000 rules, and names of real services understood",
    load: async () => (await import("./knowledge.ts")).benchKnowledge,
  },
};

const [name, ...options] = process.argv.slice(2);
const bench = name === undefined ? undefined : BENCHES[name];
const known = new Set(["--json", ...(bench?.hasLarge ? ["--large"] : [])]);

if (bench === undefined || options.some((option) => !known.has(option))) {
  console.error(`Usage: npm run -s bench -- NAME [--json]\n\nNAME is one of:`);
  for (const [each, { about }] of Object.entries(BENCHES)) console.error(`  ${each.padEnd(10)} ${about}`);
  process.exitCode = name === undefined ? 0 : 1;
} else {
  const measure = await bench.load();
  const { text, json } = await measure((line) => console.error(line), options.includes("--large"));
  console.log(options.includes("--json") ? JSON.stringify(json) : text);
}

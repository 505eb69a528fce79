/** What a bench has to say: for people, and for programs. */
export interface Report {
  text: string;
  json: unknown;
}

/** Measures once. `progress` takes one line at a time, for people who wait. Throws when it could not measure. */
export type Bench = (progress: (line: string) => void) => Promise<Report>;

/** Every bench, with what it measures. */
const BENCHES: Record<string, { about: string; load: () => Promise<Bench> }> = {
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
const isJson = options.includes("--json");
const bench = name === undefined ? undefined : BENCHES[name];

if (bench === undefined || options.some((option) => option !== "--json")) {
  console.error(`Usage: npm run -s bench -- NAME [--json]\n\nNAME is one of:`);
  for (const [known, { about }] of Object.entries(BENCHES)) console.error(`  ${known.padEnd(10)} ${about}`);
  process.exitCode = name === undefined ? 0 : 1;
} else {
  const measure = await bench.load();
  const { text, json } = await measure((line) => console.error(line));
  console.log(isJson ? JSON.stringify(json) : text);
}

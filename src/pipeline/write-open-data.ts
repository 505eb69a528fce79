import { openDataHeads, replaceOpenData } from "../db/open-data-files.ts";
import type { Database } from "../db/open-database.ts";
import { readCheckedSamples } from "../db/read-checked-samples.ts";
import { coarsenSamples } from "../domain/coarsen-samples.ts";
import { countOpenData } from "../domain/count-open-data.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { OpenDataTerms } from "../domain/open-data.ts";
import { makeEdition } from "../open-data/make-edition.ts";
import { ADDRESS } from "../render/addresses.ts";
import { type Site, statusPrefix } from "../render/site.ts";

export interface WriteOpenDataDeps {
  db: Database;
  knowledge: Knowledge;
  site: Site;
  /** Undefined: this installation publishes no open data. */
  openData: OpenDataTerms | undefined;
  now: () => Date;
}

export type WriteOpenDataOutcome =
  | { outcome: "written"; checked: number; samples: number; findings: number; counts: number }
  | { outcome: "not-due" }
  | { outcome: "off" };

/** When the night's edition is due, by UTC. */
const NIGHT_HOUR = 3;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Makes a new edition of the open data from all samples as they stand now, and puts it in the place of the last one. Twice is harmless. */
export async function writeOpenData(deps: WriteOpenDataDeps): Promise<WriteOpenDataOutcome> {
  const { db, knowledge, site, openData, now } = deps;
  if (openData === undefined) return { outcome: "off" };
  const madeAt = now();
  const checked = await readCheckedSamples(db, knowledge, madeAt);
  const set = coarsenSamples(checked, openData.floor);
  const counts = countOpenData(set);
  const files = makeEdition(set, knowledge, {
    publisher: site.name,
    homepage: site.url + ADDRESS.openData,
    ...openData,
    madeAt,
    titlePrefix: statusPrefix(site),
  });
  await replaceOpenData(db, files, counts);
  return {
    outcome: "written",
    checked: checked.length,
    samples: set.samples.length,
    findings: set.findings.length,
    counts: counts.length,
  };
}

/** The same once a night, at three o'clock UTC or as soon after it as somebody is there to do it. */
export async function writeOpenDataNightly(deps: WriteOpenDataDeps): Promise<WriteOpenDataOutcome> {
  if (deps.openData === undefined) return { outcome: "off" };
  const [newest] = await openDataHeads(deps.db);
  return newest && nightOf(newest.madeAt) >= nightOf(deps.now())
    ? { outcome: "not-due" }
    : writeOpenData(deps);
}

const nightOf = (at: Date): number => Math.floor((at.getTime() - NIGHT_HOUR * HOUR_MS) / DAY_MS);

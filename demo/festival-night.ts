import { once } from "node:events";
import { parseArgs } from "node:util";
import { jsonLog } from "../src/log.ts";
import { SITE_NAME } from "./invented-night.ts";
import { type Night, openNight } from "./open-night.ts";
import { showSteps, type Steps } from "./show-steps.ts";
import { tellNight } from "./tell-night.ts";

/** `npm run demo [-- --keep]`: a whole night on real parts and invented results. Leaves nothing behind. */

const options = readOptions();

class CalledOff extends Error {
  override name = "CalledOff";
}

const callingOff = new AbortController();
const callOff = () => callingOff.abort(new CalledOff());
// Ctrl-C may arrive twice, from the terminal and passed on by npm: once is enough, and more must not cut the cleaning-up short.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, callOff);
process.stdout.on("error", callOff); // nobody reads any more, as in "npm run demo | head"
process.on("uncaughtException", (error) => callingOff.abort(error));

const complaints: string[] = [];
const log = jsonLog(
  (line) => {
    if (!line.includes('"level":"info"')) complaints.push(line);
  },
  () => new Date(),
);

const cleanUp = new AsyncDisposableStack();
const startedAt = new Date();
const show = showSteps(process.stdout, startedAt, callingOff.signal);
show.line(`${SITE_NAME}: an exercise.\nEvery name, place and result tonight is invented.`);
const opening = openNight(cleanUp, log, callingOff.signal);
let exitCode = 0;
let isTold = false;
try {
  const calledOff = once(callingOff.signal, "abort").then(() => callingOff.signal.throwIfAborted());
  await Promise.race([calledOff, spendNight()]);
} catch (error) {
  exitCode = sayWhyItEnded(error);
}
try {
  await opening.catch(() => undefined); // what is half open when the night is called off can only be closed once it is open
  await cleanUp.disposeAsync();
} catch (error) {
  console.error(`Not everything could be cleaned up: ${inWords(error)}`);
  exitCode = 1;
}
// A step that was under way when the night was called off may still be waiting for something.
process.exit(exitCode);

function readOptions(): { keep: boolean } {
  try {
    return parseArgs({ options: { keep: { type: "boolean", default: false } } }).values;
  } catch (error) {
    console.error(`${inWords(error)}\nUsage: npm run demo [-- --keep]`);
    process.exit(1);
  }
}

async function spendNight(): Promise<void> {
  const night = await opening;
  show.step("Started: database, API, workers and pages");
  show.detail(night.origin);
  await tellNight(night, show);
  isTold = true;
  if (options.keep) await stayOpen(night, show);
  else
    show.line("\nStopping, and removing the database of this night.\nTo look around: npm run demo -- --keep");
}

async function stayOpen(night: Night, steps: Steps): Promise<void> {
  const { origin } = night;
  steps.line(`
Look around; this runs until you press Ctrl-C, and is removed then.

  Alerts        ${origin}/
  Get alerts    ${origin}/subscribe
  Feeds         ${origin}/feeds/alerts.rss
                ${origin}/feeds/region/PL-14.atom
  Review        one draft waits; this link signs you in as ${night.reviewers[0].name}, once:
                ${await night.signInAddress()}
`);
  await once(callingOff.signal, "abort");
}

/** Says it on the terminal and answers the exit code. Ctrl-C is how `--keep` ends; earlier it is the shell's 130. */
function sayWhyItEnded(error: unknown): number {
  if (error instanceof CalledOff) {
    console.log("\nStopping, and removing the database of this night.");
    return isTold ? 0 : 130;
  }
  console.error(`\nThe demo has failed: ${inWords(error)}`);
  if (complaints.length > 0) console.error(`What Tocsin logged last:\n${complaints.slice(-10).join("\n")}`);
  return 1;
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

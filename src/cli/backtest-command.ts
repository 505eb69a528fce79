import { choosePacks } from "../backtest/choose-packs.ts";
import { compareReplays } from "../backtest/compare-replays.ts";
import { leadDays } from "../backtest/lead-days.ts";
import { readEvents } from "../backtest/read-events.ts";
import type { HistoricSample } from "../backtest/read-history.ts";
import { type Replay, replayHistory } from "../backtest/replay-history.ts";
import { sayDifference } from "../backtest/say-difference.ts";
import { sayReplay } from "../backtest/say-replay.ts";
import type { Knowledge } from "../domain/knowledge.ts";

export interface BacktestOptions {
  /** Names or paths of packs, separated by commas; all of the installation when absent. */
  pack?: string;
  /** Another set of packs to compare with. */
  versus?: string;
  /** First and last day that is told about, YYYY-MM-DD; what is usual is still learnt from the days before. */
  from?: string;
  to?: string;
  /** A CSV file of dated public alerts. */
  events?: string;
  json?: boolean;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * `tocsin backtest`: replays samples day by day and prints what would have been drafted. With `json`: one object a line for each
 * drafted alert, and a last line with the summary. `rejections`: why reviewers rejected drafts, by sample code. Returns the exit code.
 */
export async function backtestCommand(
  samples: readonly HistoricSample[],
  knowledge: Knowledge,
  options: BacktestOptions,
  { out, err }: { out: { write(text: string): unknown }; err: { write(text: string): unknown } },
  rejections: ReadonlyMap<string, string> = new Map(),
): Promise<0 | 1> {
  const refuse = (because: string): 1 => {
    err.write(`${because}\n`);
    return 1;
  };
  for (const day of [options.from, options.to])
    if (day !== undefined && !DAY.test(day)) return refuse(`"${day}" is not a day; write YYYY-MM-DD`);
  const chosen = options.pack ? await choosePacks(knowledge, options.pack) : undefined;
  if (chosen?.outcome === "refused") return refuse(chosen.because);
  const other = options.versus ? await choosePacks(knowledge, options.versus) : undefined;
  if (other?.outcome === "refused") return refuse(other.because);
  const events = options.events ? await readEvents(options.events, knowledge) : undefined;
  if (events?.outcome === "refused") return refuse(events.because);
  for (const unread of events?.unread ?? []) err.write(`${unread}\n`);

  const started = performance.now();
  const replay = withRejections(
    between(replayHistory(samples, chosen?.knowledge ?? knowledge), options),
    rejections,
  );
  const seconds = (performance.now() - started) / 1000;
  const leads = (events?.events ?? []).map((event) => leadDays(event, samples, replay.alerts, knowledge));
  const difference =
    other && compareReplays(replay, between(replayHistory(samples, other.knowledge), options));

  if (options.json) {
    const lines = [
      ...replay.alerts,
      ...leads.map(({ event, alert, leadDays: days }) => ({
        event: { id: event.id, date: event.date, drafted: alert?.date ?? null, leadDays: days ?? null },
      })),
      ...(difference ? [{ difference }] : []),
      {
        summary: {
          samples: replay.samples,
          notices: replay.notices.length,
          alerts: replay.alerts.length,
          seconds: Number(seconds.toFixed(3)),
        },
      },
    ];
    out.write(`${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
    return 0;
  }
  out.write(`${sayReplay(replay, leads, knowledge)}\n`);
  if (difference) out.write(`\n${sayDifference(difference, options.versus ?? "", knowledge)}\n`);
  out.write(`\nReplayed in ${seconds.toFixed(1)} s.\n`);
  return 0;
}

/** Says of each draft whether a reviewer has rejected one about the same samples. */
function withRejections(replay: Replay, rejections: ReadonlyMap<string, string>): Replay {
  const alerts = replay.alerts.map((alert) => {
    const code = alert.samples.find((one) => rejections.has(one));
    const rejected = code === undefined ? undefined : rejections.get(code);
    return rejected === undefined ? alert : { ...alert, rejected };
  });
  return { ...replay, alerts };
}

/** The part of a replay that lies between two days, both included. */
function between(replay: Replay, { from = "0000-00-00", to = "9999-99-99" }: BacktestOptions): Replay {
  const isWanted = ({ date }: { date: string }) => date >= from && date <= to;
  return {
    samples: replay.days.filter(isWanted).reduce((sum, { samples }) => sum + samples, 0),
    days: replay.days.filter(isWanted),
    notices: replay.notices.filter(isWanted),
    alerts: replay.alerts.filter(isWanted),
  };
}

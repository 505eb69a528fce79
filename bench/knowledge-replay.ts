import { readHistory } from "../src/backtest/read-history.ts";
import { type Replay, replayHistory } from "../src/backtest/replay-history.ts";
import type { Knowledge } from "../src/domain/knowledge.ts";
import { loadProfile } from "../src/import/load-profile.ts";
import { has, sharedData } from "../test/support/requirements.ts";
import { percentile } from "./statistics.ts";

/** What one file of real results would have come to. */
export interface ReplayFigures {
  what: string;
  samples: number;
  /** Shares of the samples, 0 to 1. */
  notices: number;
  alerts: number;
  seconds: number;
  /** Drafted alerts for one area in one week in which it had samples. */
  alertsAWeek: { median: number; p95: number };
}

const FILES = [
  {
    what: "British Columbia, 2022 and 2023",
    profile: "bc-fentanyl-quant",
    file: "bc-fentanyl-quant/samples.csv",
  },
  { what: "WEDINOS", profile: "wedinos", file: "wedinos/records.json" },
  { what: "EcstasyData", profile: "ecstasydata", file: "ecstasydata/samples.csv" },
];

/** Replays real results day by day. Empty where the shared data are not there. */
export async function replayRealFiles(knowledge: Knowledge): Promise<ReplayFigures[]> {
  if (!has("shared-data")) return [];
  const figures: ReplayFigures[] = [];
  for (const { what, profile: name, file } of FILES) {
    const loaded = await loadProfile(name);
    if (loaded.outcome === "refused") throw new Error(loaded.because);
    const source = { file: sharedData(file), profile: loaded.profile };
    const history = await readHistory(knowledge, source, new Date());
    if (history.outcome === "refused") throw new Error(history.because);
    const { samples } = history;
    const started = performance.now();
    const replay = replayHistory(samples, knowledge);
    const seconds = (performance.now() - started) / 1000;
    figures.push({
      what,
      samples: samples.length,
      notices: replay.notices.length / samples.length,
      alerts: replay.alerts.length / samples.length,
      seconds,
      alertsAWeek: weekly(
        replay,
        samples.map(({ area, resultAt }) => ({ area, date: resultAt.toISOString() })),
      ),
    });
  }
  return figures;
}

const WEEK_MS = 7 * 86_400_000;

function weekly({ alerts }: Replay, samples: readonly { area: string; date: string }[]) {
  const weekOf = ({ area, date }: { area: string; date: string }) =>
    `${area} ${Math.floor(Date.parse(date.slice(0, 10)) / WEEK_MS)}`;
  const counts = new Map(samples.map((sample) => [weekOf(sample), 0]));
  for (const alert of alerts) counts.set(weekOf(alert), (counts.get(weekOf(alert)) ?? 0) + 1);
  const all = [...counts.values()];
  return { median: percentile(all, 0.5), p95: percentile(all, 0.95) };
}

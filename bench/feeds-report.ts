import type { HerdFigures } from "./feeds-herd.ts";
import type { Visible } from "./feeds-publish.ts";
import type { Throughput } from "./feeds-throughput.ts";
import { describeMachine } from "./machine.ts";
import type { Report } from "./run.ts";
import { median } from "./statistics.ts";

export interface FeedFigures {
  publications: readonly Visible[];
  throughput: readonly Throughput[];
  herd: HerdFigures;
  subscriptions: number;
}

export function feedsReport({ publications, throughput, herd, subscriptions }: FeedFigures): Report {
  const machine = describeMachine();
  const visible = Object.fromEntries(
    Object.keys(publications[0] ?? {}).map((name) => [
      name,
      Math.round(median(publications.map((one) => one[name] ?? Number.NaN))),
    ]),
  );
  const rates = throughput.map(({ kind, rounds, p99Ms, paceRequestsPerSecond, bodyBytes }) => ({
    kind,
    bodyBytes,
    ours: Math.round(median(rounds.map(({ ours }) => ours))),
    ofBare: round(median(rounds.map(({ ours, bare }) => ours / bare))),
    ofNginx: rounds[0]?.nginx ? round(median(rounds.map(({ ours, nginx = 1 }) => ours / nginx))) : undefined,
    p99Ms: round(p99Ms),
    paceRequestsPerSecond,
  }));
  const alone = median(herd.aloneMs);
  const withHerd = median(herd.withHerdMs);
  const lines = [
    `Feeds: ${machine.cpu}, ${machine.cores} cores, load ${machine.loadOneMinute}`,
    "",
    `From the last approval until it can be read, medians of ${publications.length} (limit 1,000 ms):`,
    ...Object.entries(visible).map(([name, ms]) => `  ${name.padEnd(18)} ${String(ms).padStart(6)} ms`),
    "",
    "The main feed, requests for each second of the server's processor time, medians of 5:",
    ...rates.map(
      ({ kind, bodyBytes, ours, ofBare, ofNginx, p99Ms, paceRequestsPerSecond }) =>
        `  ${kind.padEnd(12)} ${String(ours).padStart(6)}  ${ofBare} of bare node:http (limit 0.7), ${ofNginx ?? "-"} of nginx; body ${bodyBytes} bytes; p99 ${p99Ms} ms at 1,000 connections, ${paceRequestsPerSecond} requests/s (limit 10 ms)`,
    ),
    "",
    `Herd: ${herd.requests} requests, nine of ten conditional, ${herd.failed} failed, p99 ${herd.p99Ms} ms;`,
    `  last push to ${subscriptions} phones after ${alone} ms alone, ${withHerd} ms with the herd: ${round(withHerd / alone)} times (limit 2)`,
  ];
  return {
    text: lines.join("\n"),
    json: {
      machine,
      visibleMs: visible,
      throughput: rates,
      herd: { ...herd, alone, withHerd, subscriptions },
    },
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

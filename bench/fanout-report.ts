import type { GrowthFigures } from "./fanout-growth.ts";
import type { IsolationFigures } from "./fanout-isolation.ts";
import type { PerCoreFigures } from "./fanout-per-core.ts";
import type { SystemFigures } from "./fanout-system.ts";
import { type Way, WAYS } from "./fanout-ways.ts";
import { describeMachine } from "./machine.ts";
import type { Checks } from "./push-sink-tally.ts";
import type { Report } from "./run.ts";
import { median } from "./statistics.ts";

export interface FanoutFigures {
  perCore: PerCoreFigures;
  system: readonly SystemFigures[];
  checks: Checks;
  growth: GrowthFigures;
  isolation: IsolationFigures;
}

const WORDS: Record<Way, string> = {
  webPush: "web-push sendNotification, kept-alive connections",
  fresh: "Tocsin, keys made on the spot",
  prepared: "Tocsin, keys made ahead",
  bareExchange: "bare exchange over undici, no message",
};

const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** Medians over the rounds. Ratios are taken in each round, then their median: what is compared was measured within seconds. */
export function fanoutReport({ perCore, system, checks, growth, isolation }: FanoutFigures): Report {
  const { rounds } = perCore;
  const medianOf = (pick: (round: Record<Way, number>) => number, digits = 0) =>
    rounded(median(rounds.map(pick)), digits);
  const rates = byWay((way) => medianOf((round) => round[way]));
  const toWebPush = byWay((way) => medianOf((round) => round[way] / round.webPush, 2));
  const shareOfBare = byWay((way) => medianOf((round) => round[way] / round.bareExchange, 2));
  const find = (queue: string, keys: string) =>
    system.find((run) => run.queue === queue && run.keys === keys) ?? null;
  const { costs, interested } = growth;
  const [few, many] = [costs.at(0), costs.at(-1)];
  const manyToFew =
    few && many
      ? rounded((many.expandUs + many.claimAndSettleUs) / (few.expandUs + few.claimAndSettleUs), 2)
      : null;
  const machine = describeMachine();
  const bytesPerDelivery = rounded(growth.bytesPerDelivery);
  const bytesPerSubscription = rounded(growth.bytesPerSubscription);

  return {
    text: [
      `Fan-out over TLS 1.3 to a push service on the same machine. ${machine.cores} cores (${machine.cpu}), load ${machine.loadOneMinute}, Node ${process.versions.node}.`,
      "",
      `${`Messages/s and core, medians of ${rounds.length} rounds`.padEnd(54)}${"".padStart(8)}${"to web-push".padStart(13)}${"of bare".padStart(10)}`,
      ...WAYS.map(
        (way) =>
          `  ${WORDS[way].padEnd(52)}${String(rates[way]).padStart(8)}${toWebPush[way].toFixed(2).padStart(13)}${`${(shareOfBare[way] * 100).toFixed(0)} %`.padStart(10)}`,
      ),
      `  (web-push with ${perCore.webPushAtOnce} in flight, its best; the others with ${perCore.atOnce})`,
      "",
      "One red alert to everybody through the whole product, from the last approval:",
      ...system.map(systemLine),
      ...(find("redis", "prepared") ? [] : ["  queue on Redis: not measured, redis-server is not installed"]),
      `  ${checks.messages} messages in all: every body ${checks.bodyLengths.join(", ")} bytes, no salt and no key twice, ${checks.decrypted} of ${checks.decrypted + checks.undecryptable} tried decrypted by http_ece`,
      "",
      "A push service that is well, beside one that is not; share of its messages/s alone (limit 0.95):",
      ...isolation.map(
        ({ fault, share, faultyAttempts }) =>
          `  ${fault.padEnd(20)} ${share.toFixed(2)} (${faultyAttempts} attempts at the other)`,
      ),
      "",
      "What it costs the database, sending left out:",
      ...costs.map(
        (cost) =>
          `  ${String(cost.subscriptions).padStart(9)} subscriptions: ${cost.expansionRowsPerSecond.toFixed(0)} deliveries written/s; µs each: ${cost.expandUs.toFixed(1)} to write, ${cost.claimAndSettleUs.toFixed(1)} to claim and settle`,
      ),
      `  with the most for each ${manyToFew} times what it costs with the fewest; ${bytesPerDelivery} bytes a delivery, ${bytesPerSubscription} a subscription`,
      `  one region and family: ${interested.matched} of ${interested.subscriptions} found in ${interested.ms.toFixed(0)} ms, their deliveries written in ${interested.expandMs.toFixed(0)} ms`,
    ].join("\n"),
    json: {
      perCore: rates,
      toWebPush,
      shareOfBare,
      inFlight: { webPush: perCore.webPushAtOnce, others: perCore.atOnce },
      rounds: rounds.map((round) => byWay((way) => rounded(round[way]))),
      system: find("postgres", "prepared"),
      systemOnRedis: find("redis", "prepared"),
      systemWithFreshKeys: find("postgres", "fresh"),
      checks,
      isolation: isolation.map((one) => ({ ...one, share: rounded(one.share, 3) })),
      interested: {
        ...interested,
        ms: rounded(interested.ms, 1),
        expandMs: rounded(interested.expandMs, 1),
      },
      database: {
        costs: costs.map((cost) => ({
          subscriptions: cost.subscriptions,
          expansionRowsPerSecond: rounded(cost.expansionRowsPerSecond),
          expandUs: rounded(cost.expandUs, 2),
          claimAndSettleUs: rounded(cost.claimAndSettleUs, 2),
        })),
        manyToFew,
        bytesPerDelivery,
        bytesPerSubscription,
      },
      machine,
      versions: { node: process.versions.node },
    },
  };
}

const byWay = (pick: (way: Way) => number): Record<Way, number> => ({
  webPush: pick("webPush"),
  fresh: pick("fresh"),
  prepared: pick("prepared"),
  bareExchange: pick("bareExchange"),
});

const systemLine = ({ queue, keys, subscriptions, firstMs, lastMs, rssMb }: SystemFigures): string =>
  `  queue on ${queue.padEnd(9)} keys ${keys.padEnd(9)} ${subscriptions} messages: first after ${firstMs} ms, last after ${lastMs} ms, at most ${rssMb} MB`;

import { fileURLToPath } from "node:url";
import webpush from "web-push";
import { type Child, startChild } from "./fanout-child.ts";
import type { Round, Sent } from "./fanout-sender.ts";
import type { Subscriber } from "./fanout-subscribers.ts";
import { type Way, WAYS, type WaySetup } from "./fanout-ways.ts";
import type { PushSink } from "./push-sink-process.ts";

export interface PerCoreFigures {
  /** Messages a second of processor time of the sending process, in each round. */
  rounds: readonly Record<Way, number>[];
  /** Messages in flight at which web-push is best. */
  webPushAtOnce: number;
  /** Of the other ways. */
  atOnce: number;
}

const ROUNDS = 5;
/** Each way for about two seconds. */
const MESSAGES_A_ROUND: Record<Way, number> = {
  webPush: 2_500,
  fresh: 5_000,
  prepared: 10_000,
  bareExchange: 15_000,
};
const AT_ONCE = 100;
const WEB_PUSH_AT_ONCE = [25, 50, 100];

/** Sends by each way in turns, each from a process of its own, so that none runs with what the compiler learnt from another. */
export async function benchPerCore(
  sink: PushSink,
  subscribers: readonly Subscriber[],
  progress: (line: string) => void,
): Promise<PerCoreFigures> {
  const vapid = { id: "bench", ...webpush.generateVAPIDKeys() };
  const senders = {} as Record<Way, Child>;
  try {
    progress("Warming up the senders, and trying how many messages in flight are best for web-push …");
    for (const way of WAYS) {
      senders[way] = startChild(fileURLToPath(import.meta.resolve("./fanout-sender.ts")), sink.trust);
      await senders[way].ask({ way, origin: sink.origin, subscribers, vapid } satisfies WaySetup);
      await perCore(senders[way], MESSAGES_A_ROUND[way], AT_ONCE);
    }
    const webPushAtOnce = await bestAtOnce(senders.webPush);
    const rounds: Record<Way, number>[] = [];
    for (let number = 1; number <= ROUNDS; number++) {
      const round = {} as Record<Way, number>;
      for (const way of WAYS)
        round[way] = await perCore(
          senders[way],
          MESSAGES_A_ROUND[way],
          way === "webPush" ? webPushAtOnce : AT_ONCE,
        );
      rounds.push(round);
      const said = WAYS.map((way) => `${way} ${round[way].toFixed(0)}`).join(", ");
      progress(`Round ${number} of ${ROUNDS}, messages/s and core: ${said}`);
    }
    return { rounds, webPushAtOnce, atOnce: AT_ONCE };
  } finally {
    for (const sender of Object.values(senders)) await sender.stop();
  }
}

async function perCore(sender: Child, messages: number, atOnce: number): Promise<number> {
  const { cpuMs } = await sender.ask<Sent>({ messages, atOnce } satisfies Round);
  return (messages / cpuMs) * 1_000;
}

async function bestAtOnce(sender: Child): Promise<number> {
  const tried: { atOnce: number; rate: number }[] = [];
  for (const atOnce of WEB_PUSH_AT_ONCE)
    tried.push({ atOnce, rate: await perCore(sender, MESSAGES_A_ROUND.webPush, atOnce) });
  return tried.reduce((best, one) => (one.rate > best.rate ? one : best)).atOnce;
}

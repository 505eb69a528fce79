import { setTimeout as sleep } from "node:timers/promises";
import type { LocalPushService } from "../../demo/local-push-service.ts";
import type { WebhookSink } from "../../demo/webhook-sink.ts";
import { type Database, openDatabase } from "../../src/db/open-database.ts";
import { createKey, type Scope } from "../../src/identity/api-key.ts";
import { createReviewer, findOrCreateOrganisation } from "../../src/identity/sign-in.ts";
import { silentLog } from "../../src/log.ts";
import { feedEntries } from "./feed-entries.ts";
import { ledgerOf, untilNothingIsDue } from "./ledger.ts";
import { publishResult, registerWebhook, subscribePhone } from "./steps-of-a-result.ts";
import type { SupervisedTocsin } from "./supervised-tocsin.ts";

/** How long a Tocsin of these specs waits before it hands out work again that somebody may have in hand. */
export const IMPATIENT = {
  TOCSIN_SWEEP_SECONDS: "0.2",
  TOCSIN_RELAY_AGAIN_SECONDS: "1",
  TOCSIN_LEASE_SECONDS: "5",
};
/** Whatever were to come once too often would have come by then. */
const AFTERWARDS_MS = 1_500;

/** What a night left behind, at the far ends and in the database. */
export interface NightSeen {
  /** What the first process logged between the submission and its end, as "name#count". */
  points: readonly string[];
  lives: number;
  /** For each phone what its screen shows, and how many messages came in all, under how many topics. */
  phones: { shown: (string | undefined)[]; received: number; topics: number; undecryptable: number }[];
  /** How many webhook ids came, and how many deliveries in all. */
  webhook: { ids: number; received: number };
  ledger: Record<string, number>;
  feed: (string | undefined)[];
  counts: Record<
    "sample" | "decision" | "alert" | "alert_revision" | "approval" | "approvalsAudited",
    number
  >;
  alertId: string;
}

/** Three phones and a webhook listen; one red result is submitted, drafted, approved by two people and delivered. */
export async function tellNight(
  tocsin: SupervisedTocsin,
  { push, sink }: { push: LocalPushService; sink: WebhookSink },
  databaseUrl: string,
): Promise<NightSeen> {
  const db = openDatabase(databaseUrl, silentLog, { connections: 1 });
  try {
    await tocsin.isUp();
    const people = {
      device: await keyFor(db, ["submit", "read"]),
      anna: await keyFor(db, ["review", "read"], "Anna"),
      ben: await keyFor(db, ["review", "read"], "Ben"),
    };
    const phones = await Promise.all(
      [1, 2, 3].map(async () => (await subscribePhone(tocsin, push, { areas: ["PL"] })).phone),
    );
    await registerWebhook(tocsin, sink, await keyFor(db, ["webhook"]));

    const before = tocsin.lives[0]?.length;
    const alertId = await publishResult(tocsin, people);
    await push.waitFor(() => phones.every(({ received }) => received.length > 0), 60_000);
    await untilNothingIsDue(db, 60_000);
    await sleep(AFTERWARDS_MS);
    return {
      points: tocsin.lives[0]?.slice(before) ?? [],
      lives: tocsin.lives.length,
      phones: phones.map((phone) => ({
        shown: phone.shown().map(({ tag }) => tag),
        received: phone.received.length,
        topics: new Set(phone.received.map(({ topic }) => topic)).size,
        undecryptable: phone.undecryptable.length,
      })),
      webhook: { ids: sink.deliveriesById().size, received: sink.received.length },
      ledger: await ledgerOf(db, alertId, 1),
      feed: await feedEntries(tocsin, "PL-14"),
      counts: await countAll(db),
      alertId,
    };
  } finally {
    await db.destroy();
  }
}

async function keyFor(db: Database, scopes: readonly Scope[], reviewer?: string): Promise<string> {
  const organisationId = await findOrCreateOrganisation(db, "Night Owl");
  const reviewerId = reviewer && (await createReviewer(db, "Night Owl", reviewer));
  const made = await createKey(db, {
    organisationId,
    name: "spec",
    scopes,
    ...(reviewerId && { reviewerId }),
  });
  return made.key;
}

async function countAll(db: Database): Promise<NightSeen["counts"]> {
  const count = async (table: "sample" | "decision" | "alert" | "alert_revision" | "approval" | "audit") => {
    const rows = db.selectFrom(table).select((eb) => eb.fn.countAll<string>().as("count"));
    const counted = table === "audit" ? rows.where("action", "=", "approve") : rows;
    return Number((await counted.executeTakeFirstOrThrow()).count);
  };
  return {
    sample: await count("sample"),
    decision: await count("decision"),
    alert: await count("alert"),
    alert_revision: await count("alert_revision"),
    approval: await count("approval"),
    approvalsAudited: await count("audit"),
  };
}

import { Webhook } from "standardwebhooks";
import * as z from "zod";
import {
  startLoopbackServer,
  type LoopbackAnswer,
  type LoopbackOptions,
  type LoopbackRequest,
  type LoopbackServer,
} from "./loopback-server.ts";

/** One webhook whose signature was right; `id` is its `webhook-id`, the same for each repeat. */
export interface ReceivedWebhook {
  at: Date;
  id: string;
  payload: unknown;
}

const Challenge = z.object({
  type: z.literal("webhook.confirmation"),
  data: z.object({ challenge: z.string() }),
});

/** What a challenge is to be answered with; undefined for any other message. */
function challengeAnswer(payload: unknown): LoopbackAnswer | undefined {
  const { data: message } = Challenge.safeParse(payload);
  return message && { status: 200, reason: "confirmed", body: JSON.stringify(message.data) };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** A receiver of webhooks on this machine, as an outreach team would run it. */
export interface WebhookSink extends LoopbackServer {
  /** The address to register. */
  url: string;
  /** Every delivery whose signature was right, oldest first, repeats included; challenges are answered and not kept. */
  received: readonly ReceivedWebhook[];
  /** The same by `webhook-id`; more than one in a list is a repeat. */
  deliveriesById(): Map<string, ReceivedWebhook[]>;
  /** From now on signatures are checked with this secret (`whsec_…`). */
  trust(secret: string): void;
}

/**
 * Starts a webhook receiver. Signatures are checked by the `standardwebhooks` library; it answers 204, or 401 when the
 * signature or its time (5 minutes) is wrong or no secret is known yet, which `trust` may give after registration. A challenge
 * is answered also while no secret is known.
 */
export async function startWebhookSink({
  secret,
  ...options
}: LoopbackOptions & { secret?: string } = {}): Promise<WebhookSink> {
  let webhook = secret === undefined ? undefined : new Webhook(secret);
  const received: ReceivedWebhook[] = [];

  const answer = ({ at, method, headers, body }: LoopbackRequest): LoopbackAnswer => {
    if (method !== "POST") return { status: 405, reason: "webhooks are sent by POST" };
    if (webhook === undefined)
      return challengeAnswer(parseJson(body)) ?? { status: 401, reason: "no secret is known yet" };
    const id = String(headers["webhook-id"]);
    try {
      const payload = webhook.verify(body, {
        "webhook-id": id,
        "webhook-timestamp": String(headers["webhook-timestamp"]),
        "webhook-signature": String(headers["webhook-signature"]),
      });
      const challenged = challengeAnswer(payload);
      if (challenged) return challenged;
      received.push({ at, id, payload });
      return { status: 204, reason: "accepted", body: "" };
    } catch (error) {
      return { status: 401, reason: error instanceof Error ? error.message : String(error) };
    }
  };
  const server = await startLoopbackServer(answer, options);

  return {
    ...server,
    url: `${server.origin}/webhook`,
    received,
    deliveriesById: () => Map.groupBy(received, (delivery) => delivery.id),
    trust(newSecret) {
      webhook = new Webhook(newSecret);
    },
  };
}

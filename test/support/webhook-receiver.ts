import { Webhook } from "standardwebhooks";
import { type LoopbackAnswer, type LoopbackServer, startLoopbackServer } from "../../demo/loopback-server.ts";

/** One message as it came, whoever signed it. */
export interface ReceivedPost {
  id: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- specs read fields of payloads by name
  payload: any;
  /** Which of these secrets have signed it. */
  signedBy(secrets: readonly string[]): string[];
}

export interface WebhookReceiver extends LoopbackServer {
  url: string;
  received: ReceivedPost[];
}

type ByType = (post: ReceivedPost) => LoopbackAnswer;

/** Answers a challenge with what it asks for, and all else with 204. */
export const asWished: ByType = ({ payload: { type, data } }) =>
  type === "webhook.confirmation"
    ? { status: 200, reason: "", body: JSON.stringify({ challenge: data.challenge }) }
    : { status: 204, reason: "", body: "" };

/** A server that keeps every message and answers as `answer` says at that moment. */
export async function startWebhookReceiver(answer: ByType = asWished): Promise<WebhookReceiver> {
  const received: ReceivedPost[] = [];
  const server = await startLoopbackServer(({ headers, body }) => {
    const text = body.toString("utf8");
    const signature = {
      "webhook-id": String(headers["webhook-id"]),
      "webhook-timestamp": String(headers["webhook-timestamp"]),
      "webhook-signature": String(headers["webhook-signature"]),
    };
    const isSignedBy = (secret: string) => {
      try {
        new Webhook(secret).verify(text, signature);
        return true;
      } catch {
        return false;
      }
    };
    const post = {
      id: signature["webhook-id"],
      payload: JSON.parse(text),
      signedBy: (secrets: readonly string[]) => secrets.filter(isSignedBy),
    };
    received.push(post);
    return answer(post);
  });
  return { ...server, url: `${server.origin}/hook`, received };
}

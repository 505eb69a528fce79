import { randomBytes, randomUUID } from "node:crypto";
import { checkPushRequest, type PushAddressee, type PushMessage } from "./check-push-request.ts";
import {
  startLoopbackServer,
  type LoopbackAnswer,
  type LoopbackOptions,
  type LoopbackRequest,
  type LoopbackServer,
} from "./loopback-server.ts";
import { createUserAgent, type UserAgent } from "./user-agent.ts";

/** Where accepted messages of one subscription go. */
export interface Receiver extends PushAddressee {
  deliver: (message: PushMessage) => void;
}

/** A push service on this machine, as strict as the real ones. */
export interface LocalPushService extends LoopbackServer {
  /** A new subscriber; with `applicationServerKey` (raw, base64url) nobody else may send to it. */
  newUserAgent(options?: { applicationServerKey?: string }): UserAgent;
  /** Takes messages that are posted to `path` (for example `/fcm/send/abc`) for a receiver elsewhere. */
  addReceiver(path: string, receiver: Receiver): void;
  /** The subscription has ended: from now on its endpoint answers 410. */
  expire(subscriber: { subscription: { endpoint: string } }): void;
}

/**
 * Starts a push service for application servers: RFC 8030 with RFC 8291 bodies and RFC 8292 credentials.
 * It answers 201 with `location` and `ttl`, or 400, 401, 403, 404, 405, 410, 413 with the reason as text.
 */
export async function startLocalPushService(options: LoopbackOptions = {}): Promise<LocalPushService> {
  const { now = () => new Date() } = options;
  const receivers = new Map<string, Receiver>();
  const expired = new Set<string>();

  const answer = (request: LoopbackRequest): LoopbackAnswer => {
    const receiver = receivers.get(request.path);
    if (receiver === undefined) return { status: 404, reason: "no such subscription" };
    if (request.method !== "POST") return { status: 405, reason: "messages are sent by POST" };
    if (expired.has(request.path)) return { status: 410, reason: "the subscription has expired" };
    const verdict = checkPushRequest(request, receiver, now());
    if (verdict.outcome === "refused") return verdict;
    receiver.deliver(verdict.message);
    return {
      status: 201,
      reason: "accepted",
      headers: {
        location: `${server.origin}/message/${randomUUID()}`,
        ttl: String(verdict.message.ttlSeconds),
      },
      body: "",
    };
  };
  const server = await startLoopbackServer(answer, options);

  return {
    ...server,
    newUserAgent({ applicationServerKey } = {}) {
      const path = `/push/${randomBytes(24).toString("base64url")}`;
      const { userAgent, deliver } = createUserAgent(server.origin + path);
      receivers.set(path, { audiences: [server.origin], applicationServerKey, deliver });
      return userAgent;
    },
    addReceiver: (path, receiver) => void receivers.set(path, receiver),
    expire: ({ subscription }) => void expired.add(new URL(subscription.endpoint).pathname),
  };
}

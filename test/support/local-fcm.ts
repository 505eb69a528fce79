import { randomBytes } from "node:crypto";
import type { LocalPushService } from "../../demo/local-push-service.ts";
import {
  startLoopbackServer,
  type LoopbackAnswer,
  type LoopbackRequest,
} from "../../demo/loopback-server.ts";
import { startLocalMcs } from "./local-mcs.ts";
import { bytesField, fixed64Field, numberField } from "./protobuf.ts";
import { makeSelfSignedCertificate } from "./self-signed-certificate.ts";

/** The browser's side of Google's push service. */
export interface LocalFcm {
  /** The command-line switches that lead a stock Chromium here. */
  switches: string[];
  /** Cuts the browsers' connections and stops listening. */
  close(): Promise<void>;
}

/** Where application servers believe they send to. Unbranded builds of Chromium subscribe at the second. */
export const GOOGLES_ORIGINS: readonly string[] = ["https://fcm.googleapis.com", "https://jmt17.google.com"];

/**
 * Starts check-in, registration and message stream for Chromium, which decrypts by itself.
 * Subscriptions live in `service`: its address stands for Google's, so senders must post
 * `https://jmt17.google.com/fcm/send/…` to `service.origin`, the path unchanged.
 */
export async function startLocalFcm(service: LocalPushService): Promise<LocalFcm> {
  const certificate = makeSelfSignedCertificate();
  const mcs = await startLocalMcs(certificate);
  const endpoints = new Map<string, string>(); // by subtype: one for each service worker registration

  const register = (form: URLSearchParams): LoopbackAnswer => {
    const [category, subtype, sender] = ["app", "X-subtype", "sender"].map((name) => form.get(name) ?? "");
    if (category === undefined || subtype === undefined || sender === undefined)
      return { status: 400, reason: "incomplete registration" };
    if (form.get("delete") === "true") {
      const endpoint = endpoints.get(subtype);
      if (endpoint !== undefined) service.expire({ subscription: { endpoint } });
      return { status: 200, reason: "unregistered", body: `token=${subtype}` };
    }
    const token = randomBytes(24).toString("base64url");
    const path = `/fcm/send/${token}`;
    service.addReceiver(path, {
      audiences: GOOGLES_ORIGINS,
      applicationServerKey: sender,
      deliver: (message) => mcs.deliver({ category, subtype, sender }, message),
    });
    endpoints.set(subtype, service.origin + path);
    return { status: 200, reason: "registered", body: `token=${token}` };
  };

  const answer = ({ path, body, at }: LoopbackRequest): LoopbackAnswer => {
    if (path === "/register") return register(new URLSearchParams(body.toString()));
    if (path !== "/checkin") return { status: 404, reason: "not found" };
    return {
      status: 200,
      reason: "checked in",
      headers: { "content-type": "application/x-protobuf" },
      body: checkinResponse(at),
    };
  };
  const server = await startLoopbackServer(answer);

  return {
    switches: [
      `--gcm-checkin-url=${server.origin}/checkin`,
      `--gcm-registration-url=${server.origin}/register`,
      `--gcm-mcs-endpoint=https://localhost:${mcs.port}`,
      `--ignore-certificate-errors-spki-list=${certificate.publicKeyPin}`,
    ],
    close: async () => void (await Promise.all([server.close(), mcs.close()])),
  };
}

/** AndroidCheckinResponse of chromium's checkin.proto; the ids may be any. */
const checkinResponse = (at: Date) =>
  Buffer.concat([
    numberField(1, 1), // stats_ok
    numberField(3, at.getTime()), // time_msec
    fixed64Field(7, 0x1234567890abcdefn), // android_id
    fixed64Field(8, 0x0fedcba987654321n), // security_token
    bytesField(11, "local"), // version_info
  ]);

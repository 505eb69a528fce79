import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type HttpSender, openHttpSender } from "../src/adapters/post-once.ts";
import { openPushFlow, type PushFlow } from "../src/adapters/push-flow.ts";
import { afterAttempt } from "../src/domain/after-attempt.ts";
import { type AttemptOutcome, outcomeOfPushAnswer, readRetryAfter } from "../src/domain/delivery-outcome.ts";
import {
  type Behaviour,
  type FaultyPushService,
  startFaultyPushService,
  type VendorAnswer,
} from "./support/faulty-push-service.ts";
import { makeSelfSignedCertificate } from "./support/self-signed-certificate.ts";

const DEADLINES = { connectMs: 1_000, headersMs: 1_500, totalMs: 2_000 };
const FCM = "fcm.googleapis.com";
const NOW = new Date("2026-07-05T00:00:00Z");
const IN_TWO_MINUTES = "Sun, 05 Jul 2026 00:02:00 GMT";

const DO_NOT_CORRESPOND =
  "the VAPID credentials in the authorization header do not correspond to the credentials used to create the subscriptions.";

/** What each vendor's push service says when something is wrong, with the headers and words of its own. */
const VENDORS: { host: string; answers: [VendorAnswer, AttemptOutcome["outcome"]][] }[] = [
  {
    host: FCM,
    answers: [
      [{ status: 201, headers: { location: "https://fcm.googleapis.com/0:17%7031" } }, "accepted"],
      [{ status: 410, body: "push subscription has unsubscribed or expired.\n" }, "gone"],
      [{ status: 403, body: "permission denied: invalid JWT provided\n" }, "ours"],
      [{ status: 403, body: `${DO_NOT_CORRESPOND}\n` }, "key-mismatch"],
      [{ status: 413 }, "too-large"],
      [{ status: 429, headers: { "retry-after": "120" } }, "throttled"],
      [{ status: 503, headers: { "retry-after": IN_TWO_MINUTES } }, "throttled"],
      [{ status: 500, body: "<html>".repeat(2000) }, "transient"],
      [{ status: 301, headers: { location: "https://example.org/" } }, "transient"],
    ],
  },
  {
    host: "updates.push.services.mozilla.com",
    answers: [
      [{ status: 201, headers: { ttl: "3600" } }, "accepted"],
      [{ status: 410, body: `{"code":410,"errno":106,"message":"No such subscription"}` }, "gone"],
      [{ status: 404, body: `{"code":404,"errno":102,"message":"Invalid token"}` }, "gone"],
      [{ status: 401, body: `{"code":401,"errno":109,"message":"Invalid VAPID audience"}` }, "ours"],
      [
        { status: 401, body: `{"code":401,"errno":109,"message":"VAPID public key mismatch"}` },
        "key-mismatch",
      ],
      [{ status: 413, body: `{"code":413,"errno":104}` }, "too-large"],
      [{ status: 503, headers: { "retry-after": "120" }, body: `{"code":503,"errno":201}` }, "throttled"],
      [{ status: 502, body: `{"code":502,"errno":902}` }, "transient"],
    ],
  },
  {
    host: "web.push.apple.com",
    answers: [
      [{ status: 201, headers: { "apns-id": "2D5A" } }, "accepted"],
      [{ status: 410, body: `{"reason":"Unregistered"}` }, "gone"],
      [{ status: 403, body: `{"reason":"BadJwtToken"}` }, "ours"],
      [{ status: 400, body: `{"reason":"VapidPkHashMismatch"}` }, "key-mismatch"],
      [{ status: 400, body: `{"reason":"BadWebPushTopic"}` }, "bug"],
      [{ status: 429, headers: { "retry-after": IN_TWO_MINUTES } }, "throttled"],
    ],
  },
  {
    host: "wns2-par02p.notify.windows.com",
    answers: [
      [{ status: 201, headers: { "x-wns-status": "received" } }, "accepted"],
      [{ status: 410, headers: { "x-wns-status": "dropped" } }, "gone"],
      [{ status: 401 }, "ours"],
      [{ status: 406, headers: { "x-wns-status": "appthrottled", "retry-after": "120" } }, "throttled"],
      [{ status: 429, headers: { "retry-after": "120" } }, "throttled"],
    ],
  },
];

let service: FaultyPushService;
let sender: HttpSender;
let flow: PushFlow;
let stopped: string[];
beforeEach(async () => {
  service = await startFaultyPushService();
  sender = openHttpSender([service.origin], { deadlines: DEADLINES });
  stopped = [];
  flow = openPushFlow({
    now: () => NOW,
    random: () => 0,
    onStopped: (name) => stopped.push(name),
    onResumed: () => {},
  });
});
afterEach(async () => {
  await sender.close();
  await service.close();
});

const judge = (answer: Answer, host: string): AttemptOutcome =>
  answer.kind === "no-answer"
    ? { outcome: "unknown", why: answer.why }
    : outcomeOfPushAnswer({ ...answer, retryAfterSeconds: readRetryAfter(answer.retryAfter, NOW) }, host);
const attempt = async (origin = service.origin, host = FCM) =>
  judge(await sender.post(`${origin}/push/abc`, {}, Buffer.alloc(2150)), host);
const sendMany = (count: number, host?: string) =>
  Promise.all(Array.from({ length: count }, () => flow.send("it", () => attempt(service.origin, host))));
const tally = (results: readonly { outcome: string }[]) => {
  const counts: Record<string, number> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

describe.each(VENDORS)("$host", ({ host, answers }) => {
  it.each(answers)("%j is %s", async (answer, expected) => {
    service.next(answer);
    const outcome = await attempt(service.origin, host);
    expect(outcome.outcome).toBe(expected);
    if (outcome.outcome === "throttled") expect(outcome.retryAfterSeconds).toBe(120);
    expect(service.requests).toEqual(["POST /push/abc"]);
    expect(await attempt(service.origin, host)).toEqual({ outcome: "accepted" });
  });
});

describe("a push service with a fault", () => {
  it.each([
    ["is silent", "hang", "unknown"],
    ["drips the head of its reply", "drip-head", "unknown"],
    ["cuts the connection", "reset", "unknown"],
    ["accepts, then drips", "drip-body", "accepted"],
    ["fails, then sends a gigabyte", "endless", "transient"],
  ] satisfies [string, Behaviour, string][])("%s", async (_, behaviour, expected) => {
    service.next(behaviour);
    expect((await attempt()).outcome).toBe(expected);
    expect(await attempt()).toEqual({ outcome: "accepted" });
  });

  it("is not listened to for longer than a few kilobytes of the gigabyte that it sends", async () => {
    const sockets: Socket[] = [];
    const note = (event: unknown) => sockets.push((event as { socket: Socket }).socket);
    subscribe("undici:client:connected", note);
    service.always("endless");
    await Promise.all(Array.from({ length: 20 }, () => attempt()));
    unsubscribe("undici:client:connected", note);
    expect(sockets.length).toBeGreaterThanOrEqual(20);
    for (const socket of sockets) {
      expect(socket.destroyed).toBe(true);
      expect(socket.bytesRead).toBeLessThan(1024 * 1024);
    }
  });

  it("is not there", async () => {
    await service.close();
    expect(await attempt()).toEqual({ outcome: "unknown", why: "ECONNREFUSED" });
  });

  it("is not followed to where it sends us", async () => {
    const elsewhere = await startFaultyPushService();
    for (const status of [301, 302, 303, 307, 308]) {
      service.next({ status, headers: { location: `${elsewhere.origin}/push/abc` } });
      expect((await attempt()).outcome).toBe("transient");
    }
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it("shows a certificate that nobody vouches for, or that is another's", async () => {
    const { key, certificate: cert } = makeSelfSignedCertificate();
    const services = await Promise.all(
      ["127.0.0.1", "127.0.0.2"].map((host) => startFaultyPushService({ host, tls: { key, cert } })),
    );
    const [right = "", wrong = ""] = services.map(({ origin }) => origin);
    const trusted = getCACertificates();
    const post = async (origin: string) => {
      const own = openHttpSender([right, wrong]);
      const answer = await own.post(`${origin}/push/abc`, {}, "x");
      await own.close();
      return judge(answer, FCM);
    };
    expect(await post(right)).toEqual({ outcome: "unknown", why: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    setDefaultCACertificates([...trusted, cert]);
    expect(await post(right)).toEqual({ outcome: "accepted" });
    expect(await post(wrong)).toEqual({ outcome: "unknown", why: "ERR_TLS_CERT_ALTNAME_INVALID" });
    setDefaultCACertificates(trusted);
    expect(services.map(({ requests }) => requests.length)).toEqual([1, 0]);
    await Promise.all(services.map((one) => one.close()));
  });
});

describe("a wave", () => {
  it("of 410 ends those subscriptions and goes on", async () => {
    service.always({ status: 410 });
    expect(tally(await sendMany(200))).toEqual({ gone: 200 });
    expect(service.requests).toHaveLength(200);
  });

  it("of 403 stops the service, ends nobody and leaves every delivery pending", async () => {
    service.always({ status: 403, body: "permission denied: invalid JWT provided\n" });
    const results = await sendMany(500);
    expect(stopped).toEqual(["it"]);
    expect(service.requests.length).toBeLessThanOrEqual(40);
    expect(tally(results)).toEqual({
      ours: service.requests.length,
      postponed: 500 - service.requests.length,
    });
    for (const result of results)
      if (result.outcome !== "postponed")
        expect(afterAttempt(result, 1, 0)).toMatchObject({ state: "pending", isAttempt: false });
  });

  it.each([
    ["429 with seconds", { status: 429, headers: { "retry-after": "120" } }, undefined],
    ["429 with a date", { status: 429, headers: { "retry-after": IN_TWO_MINUTES } }, undefined],
    ["406 from Windows'", { status: 406, headers: { "retry-after": "120" } }, "db5p.notify.windows.com"],
  ])("of %s pauses the service for as long as it asks", async (_, answer, host) => {
    service.always(answer);
    const results = await sendMany(500, host);
    expect(service.requests.length).toBeLessThanOrEqual(32);
    expect(tally(results)).toEqual({
      throttled: service.requests.length,
      postponed: 500 - service.requests.length,
    });
    const until = new Date(IN_TWO_MINUTES);
    expect(flow.state("it")).toMatchObject({ state: "paused", until, window: 16 });
  });

  it("of silence from one service does not keep another's messages", async () => {
    const silent = await startFaultyPushService();
    silent.always("hang");
    const own = openHttpSender([service.origin, silent.origin], { deadlines: DEADLINES });
    const order: string[] = [];
    const send = async (name: string, origin: string) => {
      const { outcome } = await flow.send(name, async () =>
        judge(await own.post(`${origin}/push/abc`, {}, Buffer.alloc(2150)), FCM),
      );
      order.push(`${name} ${outcome}`);
    };
    const toSilent = Array.from({ length: 100 }, () => send("silent", silent.origin));
    const toGood = Array.from({ length: 300 }, () => send("good", service.origin));
    await Promise.all([...toGood, ...toSilent]);
    expect(order.slice(0, 300)).toEqual(Array.from({ length: 300 }, () => "good accepted"));
    expect(tally(order.slice(300).map((outcome) => ({ outcome })))).toEqual({
      "silent unknown": 32,
      "silent postponed": 68,
    });
    expect(flow.state("silent").state).toBe("resting");
    await own.close();
    await silent.close();
  });
});

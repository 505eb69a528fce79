import { afterAll, beforeAll, describe, expect, test } from "vitest";
import webpush from "web-push";
import { startLocalPushService, type LocalPushService } from "../demo/local-push-service.ts";
import type { UserAgent } from "../demo/user-agent.ts";

const vapid = webpush.generateVAPIDKeys();
const contact = "mailto:alerts@tocsin.example";
const declarative = (notification: object) =>
  JSON.stringify({
    web_push: 8030,
    notification: { navigate: "https://tocsin.example/a/1", ...notification },
  });

let service: LocalPushService;
beforeAll(async () => {
  service = await startLocalPushService();
});
afterAll(() => service.close());

/** The request that an application server makes of a message; specs break one thing in it. */
function prepare(userAgent: UserAgent, text: string, options: webpush.RequestOptions = {}) {
  const { endpoint, headers, body } = webpush.generateRequestDetails(userAgent.subscription, text, {
    vapidDetails: { subject: contact, ...vapid },
    TTL: 60,
    ...options,
  });
  return { endpoint, headers: new Headers(headers), body: body ?? Buffer.alloc(0) };
}

const post = ({ endpoint, headers, body }: ReturnType<typeof prepare>) =>
  fetch(endpoint, { method: "POST", headers, body: new Uint8Array(body) });

describe("a message that keeps the rules", () => {
  test("is accepted and arrives decrypted", async () => {
    const userAgent = service.newUserAgent({ applicationServerKey: vapid.publicKey });
    const answer = await post(prepare(userAgent, "It’s 300 mg.", { urgency: "high", topic: "alert-12" }));

    expect(answer.status).toBe(201);
    expect(answer.headers.get("ttl")).toBe("60");
    expect(answer.headers.get("location")).toContain(service.origin);
    expect(userAgent.received).toMatchObject([
      { text: "It’s 300 mg.", ttlSeconds: 60, urgency: "high", topic: "alert-12" },
    ]);
  });

  test("is shown, and the same tag replaces what is on the screen", async () => {
    const userAgent = service.newUserAgent();
    await post(prepare(userAgent, declarative({ title: "High dose", tag: "alert-1" })));
    await post(prepare(userAgent, declarative({ title: "Another alert", tag: "alert-2" })));
    await post(prepare(userAgent, declarative({ title: "Withdrawn", tag: "alert-1" })));

    expect(userAgent.received).toHaveLength(3);
    expect(userAgent.shown().map(({ title }) => title)).toEqual(["Another alert", "Withdrawn"]);
  });

  test("can be waited for", async () => {
    const userAgent = service.newUserAgent();
    const seen = service.waitFor(() => userAgent.received.find(({ text }) => text === "awaited"), 5_000);
    await post(prepare(userAgent, "awaited"));

    expect(await seen).toMatchObject({ text: "awaited" });
    await expect(service.waitFor(() => false, 1)).rejects.toThrow("→ 201 (accepted)");
  });

  test("with exactly 4096 bytes is the largest", async () => {
    const userAgent = service.newUserAgent();
    expect((await post(prepare(userAgent, "x".repeat(3_993)))).status).toBe(201);
    expect((await post(prepare(userAgent, "x".repeat(3_994)))).status).toBe(413);
    expect(userAgent.received.map(({ bytes }) => bytes)).toEqual([4_096]);
  });
});

describe("a message that breaks the rules", () => {
  test.each([
    ["TTL is missing", 400, (headers: Headers) => headers.delete("ttl")],
    ["TTL is not a number of seconds: soon", 400, (headers: Headers) => headers.set("ttl", "soon")],
    ["Urgency is unknown: panic", 400, (headers: Headers) => headers.set("urgency", "panic")],
    [
      "Topic is not base64url of at most 32 characters: fünf",
      400,
      (headers: Headers) => headers.set("topic", "fünf"),
    ],
    [
      "Topic is not base64url of at most 32 characters: abcde",
      400,
      (headers: Headers) => headers.set("topic", "abcde"),
    ],
    [
      "Content-Encoding is not aes128gcm",
      400,
      (headers: Headers) => headers.set("content-encoding", "aesgcm"),
    ],
    ["no VAPID credentials", 401, (headers: Headers) => headers.delete("authorization")],
    [
      "malformed VAPID credentials",
      401,
      (headers: Headers) => headers.set("authorization", "vapid t=a.b.c, k=d"),
    ],
  ])("is refused: %s", async (reason, status, spoil) => {
    const userAgent = service.newUserAgent();
    const request = prepare(userAgent, "never seen");
    spoil(request.headers);
    const answer = await post(request);

    expect({ status: answer.status, reason: await answer.text() }).toEqual({ status, reason });
    expect(userAgent.received).toEqual([]);
  });

  test("was changed on the way: no person sees it", async () => {
    const userAgent = service.newUserAgent();
    const request = prepare(userAgent, "300 mg");
    request.body[request.body.length - 1]! ^= 1;

    expect((await post(request)).status).toBe(201);
    expect(userAgent.received).toEqual([]);
    expect(userAgent.undecryptable).toMatchObject([{ bytes: request.body.length }]);
  });

  test("is encrypted for somebody else: no person sees it", async () => {
    const [anna, ben] = [service.newUserAgent(), service.newUserAgent()];
    await post({ ...prepare(anna, "for Anna"), endpoint: ben.subscription.endpoint });

    expect(ben.received).toEqual([]);
    expect(ben.undecryptable).toHaveLength(1);
  });
});

const signed = (audience: string, subject: string, keys = vapid) =>
  webpush.getVapidHeaders(audience, subject, keys.publicKey, keys.privateKey, "aes128gcm").Authorization;

/** Status and reason that a request with these credentials gets. */
async function answerTo(authorization: string, userAgent = service.newUserAgent()) {
  const request = prepare(userAgent, "never seen");
  request.headers.set("authorization", authorization);
  const answer = await post(request);
  return `${answer.status} ${await answer.text()}`;
}

describe("VAPID credentials that do not fit are answered 403", () => {
  test("another audience", async () => {
    const authorization = signed("https://push.example", contact);
    expect(await answerTo(authorization)).toBe(`403 aud is https://push.example, not ${service.origin}`);
  });

  test("a changed token", async () => {
    const [, claims] = signed(service.origin, contact).split(".");
    const forged = signed("https://push.example", contact).replace(/\.[^.]+\./, `.${claims}.`);
    expect(await answerTo(forged)).toBe("403 the VAPID signature is wrong");
  });

  test("a contact that leads nowhere", async () => {
    const authorization = signed(service.origin, "mailto:alerts@localhost");
    expect(await answerTo(authorization)).toBe("403 sub is not a contact: mailto:alerts@localhost");
  });

  test("another key than the one subscribed with", async () => {
    const authorization = signed(service.origin, contact, webpush.generateVAPIDKeys());
    const userAgent = service.newUserAgent({ applicationServerKey: vapid.publicKey });
    expect(await answerTo(authorization, userAgent)).toBe(
      "403 signed with another key than the subscription's",
    );
  });

  test.each([
    [-13, "403 exp is more than 24 hours ahead"],
    [13, "403 exp has passed"],
  ])("a sender whose clock is %i hours behind the service's", async (hours, expected) => {
    const elsewhere = await startLocalPushService({ now: () => new Date(Date.now() + hours * 3_600_000) });
    const authorization = signed(elsewhere.origin, contact);
    expect(await answerTo(authorization, elsewhere.newUserAgent())).toBe(expected);
    await elsewhere.close();
  });
});

describe("an endpoint", () => {
  test("that has expired answers 410", async () => {
    const userAgent = service.newUserAgent();
    service.expire(userAgent);
    expect((await post(prepare(userAgent, "too late"))).status).toBe(410);
  });

  test("that never was answers 404", async () => {
    const request = prepare(service.newUserAgent(), "nobody");
    expect((await post({ ...request, endpoint: `${service.origin}/push/nobody` })).status).toBe(404);
  });
});

describe("a planned fault", () => {
  test("gives its status and headers once", async () => {
    const userAgent = service.newUserAgent();
    service.failNext(429, { "retry-after": "30" });
    const busy = await post(prepare(userAgent, "first try"));

    expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "30"]);
    expect((await post(prepare(userAgent, "second try"))).status).toBe(201);
    expect(userAgent.received.map(({ text }) => text)).toEqual(["second try"]);
  });

  test("may cut the connection before or after the message was taken", async () => {
    const userAgent = service.newUserAgent();
    service.failNext("reset");
    await expect(post(prepare(userAgent, "lost"))).rejects.toThrow();
    service.failNext("lose-answer");
    await expect(post(prepare(userAgent, "taken"))).rejects.toThrow();

    expect(userAgent.received.map(({ text }) => text)).toEqual(["taken"]);
  });

  test("may never answer; closing the service frees the sender", async () => {
    const elsewhere = await startLocalPushService();
    elsewhere.failNext("hang");
    const answer = post(prepare(elsewhere.newUserAgent(), "waiting")).catch(() => "cut");
    await elsewhere.waitFor(() => elsewhere.answered.get("hang") === 1, 5_000);
    await elsewhere.close();

    expect(await answer).toBe("cut");
  });
});

test("only the newest requests are kept in the log", async () => {
  const elsewhere = await startLocalPushService({ logLimit: 2 });
  for (const path of ["/a", "/b", "/c"]) await fetch(elsewhere.origin + path);

  expect(elsewhere.log.map(({ path }) => path)).toEqual(["/b", "/c"]);
  expect(elsewhere.answered.get(404)).toBe(3);
  await elsewhere.close();
});

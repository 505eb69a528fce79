import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

describe("a subscription", () => {
  let push: LocalPushService;
  let tocsin: RunningTocsin;
  beforeAll(async () => {
    push = await startLocalPushService();
    tocsin = await runTocsin({ environment: { TOCSIN_LOCAL_ENDPOINTS: push.origin } });
  });
  afterAll(async () => {
    await tocsin?.stop();
    await push?.close();
  });

  const subscribe = (subscription: unknown, interest?: unknown) =>
    tocsin.call("POST", "/v1/subscriptions", undefined, {
      subscription,
      ...(interest === undefined ? {} : { interest }),
    });
  const manage = (method: string, id: string, token: string, body?: unknown) =>
    tocsin.call(method, `/v1/subscriptions/${id}`, token, body);

  it("is managed and ended by its own token only", async () => {
    const { body } = await subscribe(push.newUserAgent().subscription, {
      areas: ["PL-14"],
      levelFloor: "red",
    });
    const { body: other } = await subscribe(push.newUserAgent().subscription);
    expect((await manage("GET", body.id, other.managementToken)).status).toBe(404);
    expect((await manage("DELETE", body.id, other.managementToken)).status).toBe(404);
    expect((await manage("GET", body.id, body.managementToken)).body).toMatchObject({
      interest: { areas: ["PL-14"], levelFloor: "red" },
    });
    expect((await manage("PUT", body.id, body.managementToken, { areas: ["PL"] })).body).toMatchObject({
      outcome: "changed",
      interest: { areas: ["PL"], levelFloor: "warning" },
    });
    expect((await manage("DELETE", body.id, body.managementToken)).status).toBe(204);
    expect((await manage("GET", body.id, body.managementToken)).status).toBe(404);
  });

  it("made again by the same browser has a new token, and the old one ends", async () => {
    const { subscription } = push.newUserAgent();
    const first = (await subscribe(subscription)).body;
    const second = (await subscribe(subscription)).body;
    expect(second.id).toBe(first.id);
    expect((await manage("GET", first.id, first.managementToken)).status).toBe(404);
    expect((await manage("GET", first.id, second.managementToken)).status).toBe(200);
  });

  it("is not taken from its browser by somebody who knows its endpoint alone", async () => {
    const { subscription } = push.newUserAgent();
    const own = (await subscribe(subscription)).body;
    const thief = { ...push.newUserAgent().subscription, endpoint: subscription.endpoint };
    expect((await subscribe(thief)).body.id).not.toBe(own.id);
    expect((await manage("GET", own.id, own.managementToken)).status).toBe(200);
  });

  it("that takes the place of another ends that one, and only with its token", async () => {
    const former = (await subscribe(push.newUserAgent().subscription)).body;
    const other = (await subscribe(push.newUserAgent().subscription)).body;
    const renew = async (replaces: object) => {
      const { subscription } = push.newUserAgent();
      return (await tocsin.call("POST", "/v1/subscriptions", undefined, { subscription, replaces })).status;
    };
    const { id, managementToken } = former;
    expect(await renew({ id, managementToken: other.managementToken })).toBe(201);
    expect((await manage("GET", id, managementToken)).status).toBe(200);
    expect(await renew({ id, managementToken })).toBe(201);
    expect((await manage("GET", id, managementToken)).status).toBe(404);
    expect((await manage("GET", other.id, other.managementToken)).status).toBe(200);
  });

  it("tells all that is kept about it, in the words in which it is sent", async () => {
    const interest = {
      areas: ["PL-14"],
      substanceClasses: ["opioid"],
      levelFloor: "caution",
      language: "pl",
      quietHours: { from: "22:00", to: "08:30", timeZone: "Europe/Warsaw", below: "red" },
    };
    const { body } = await subscribe(push.newUserAgent().subscription, interest);
    const told = (await manage("GET", body.id, body.managementToken)).body;
    expect(told).toEqual({
      id: body.id,
      channel: "web-push",
      pushService: push.origin,
      applicationServerKeyId: expect.any(String),
      audience: "public",
      organisation: null,
      interest,
      createdAt: expect.any(String),
      confirmedAt: null,
      needsNewSubscription: false,
      endedAt: null,
      endedReason: null,
    });
    const quietHours = { from: "23:00", to: "07:00", timeZone: "europe/london" };
    const changed = await manage("PUT", body.id, body.managementToken, { ...interest, quietHours });
    expect(changed.body.interest.quietHours).toEqual({
      ...quietHours,
      timeZone: "Europe/London",
      below: "red",
    });
    const without = await manage("PUT", body.id, body.managementToken, { areas: ["PL"] });
    expect(without.body.interest).toEqual({
      areas: ["PL"],
      substanceClasses: [],
      levelFloor: "warning",
      language: "en",
    });
  });

  it("with something wrong is refused with its place", async () => {
    const { subscription } = push.newUserAgent();
    const { keys } = subscription;
    const cases: [unknown, unknown, string, RegExp][] = [
      [{ ...subscription, endpoint: "https://elsewhere.example.org/push" }, {}, "#/subscription/endpoint", /push service/],
      [{ ...subscription, endpoint: "http://127.0.0.1:22/" }, {}, "#/subscription/endpoint", /https/],
      [{ ...subscription, endpoint: "https://fcm.googleapis.com.example.org/x" }, {}, "#/subscription/endpoint", /push service/],
      [{ ...subscription, endpoint: "https://user:password@fcm.googleapis.com/x" }, {}, "#/subscription/endpoint", /user name/],
      [{ ...subscription, keys: { ...keys, p256dh: "A".repeat(87) } }, {}, "#/subscription/keys/p256dh", /P-256 public key/],
      [{ ...subscription, keys: { ...keys, auth: "AAAA" } }, {}, "#/subscription/keys/auth", /16 bytes/],
      [{ ...subscription, name: "somebody" }, {}, "#/subscription/name", /not a field here/],
      [subscription, { areas: ["The sunken isle"] }, "#/interest/areas/0", /at most 11 characters/],
      [subscription, { areas: ["PL", "XX"] }, "#/interest/areas/1", /"XX" is not a known area/],
      [subscription, { quietHours: { from: "24:00", to: "08:00", timeZone: "UTC" } }, "#/interest/quietHours/from", /time of day/],
      [subscription, { quietHours: { from: "22:00", to: "08:00", timeZone: "Mars" } }, "#/interest/quietHours/timeZone", /time zone/],
      [subscription, { substanceClasses: ["sweets"] }, "#/interest/substanceClasses/0", /"sweets" is not a known substance class/],
    ]; // prettier-ignore
    for (const [wrong, interest, pointer, detail] of cases) {
      const answer = await subscribe(wrong, interest);
      expect([pointer, answer.status]).toEqual([pointer, 422]);
      expect(answer.body.errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
    }
    const { body } = await subscribe(subscription);
    const changed = await manage("PUT", body.id, body.managementToken, { areas: ["XX"] });
    expect([changed.status, changed.body.errors[0].pointer]).toEqual([422, "#/areas/0"]);
  });

  it("of an organisation's webhook is not taken over by another that names the same address", async () => {
    const url = "https://outreach.example.org/hook";
    const [ours, theirs] = [
      await tocsin.key(["webhook"], "Night Owl"),
      await tocsin.key(["webhook"], "Day Owl"),
    ];
    const first = (await tocsin.call("POST", "/v1/webhooks", ours, { url })).body;
    const second = (await tocsin.call("POST", "/v1/webhooks", theirs, { url })).body;
    expect(second.id).not.toBe(first.id);
    expect((await manage("GET", first.id, first.managementToken)).status).toBe(200);
    expect((await tocsin.call("POST", "/v1/webhooks", ours, { url })).body.id).toBe(first.id);
    const refused = await tocsin.call("POST", "/v1/webhooks", ours, { url: "http://10.0.0.1/hook" });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, "#/url"]);
    const { id, managementToken } = second;
    expect((await manage("GET", id, managementToken)).body).toMatchObject({
      organisation: "Day Owl",
      confirmedAt: null,
    });
    expect((await tocsin.call("POST", `/v1/subscriptions/${id}/test`, managementToken)).status).toBe(422);
  });
});

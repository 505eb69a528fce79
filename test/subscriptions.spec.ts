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
  });
});

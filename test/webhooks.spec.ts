import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { LoopbackAnswer } from "../demo/loopback-server.ts";
import { expireSubscriptions } from "../src/pipeline/expire-subscriptions.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { cloneDatabase } from "./support/throwaway-postgres.ts";
import {
  asWished,
  type ReceivedPost,
  startWebhookReceiver,
  type WebhookReceiver,
} from "./support/webhook-receiver.ts";

const HOUR_MS = 3_600_000;
describe("a webhook", () => {
  let receiver: WebhookReceiver;
  let answer: (post: ReceivedPost) => LoopbackAnswer = asWished;
  let tocsin: RunningTocsin;
  let key: string;
  let theirs: string;
  beforeAll(async () => {
    receiver = await startWebhookReceiver((post) => answer(post));
    tocsin = await runTocsin({
      environment: { TOCSIN_LOCAL_ENDPOINTS: receiver.origin, TOCSIN_RELAY_AGAIN_SECONDS: "0.5" },
    });
    key = await tocsin.key(["webhook"], "Night Owl");
    theirs = await tocsin.key(["webhook"], "Day Owl");
  });
  afterAll(async () => {
    await tocsin?.stop();
    await receiver?.close();
  });

  let count = 0;
  const call = (method: string, path = "", by = key, body?: unknown) =>
    tocsin.call(method, `/v1/webhooks${path}`, by, body);
  const register = async (body: object = { url: `${receiver.origin}/hook/${++count}` }, by = key) =>
    call("POST", "", by, body);
  const standing = async (id: string) => (await call("GET", `/${id}`)).body;
  const confirmed = (id: string) =>
    tocsin.until(
      () => standing(id),
      ({ confirmedAt }) => confirmedAt !== null,
    );
  const challengesOf = (id: string) => receiver.received.filter((post) => post.id === `confirmation:${id}`);

  it("is challenged as soon as it is registered, and gets alerts once its answer holds the challenge", async () => {
    answer = asWished;
    const { status, body } = await register({ url: receiver.url, interest: { areas: ["PL"] } });
    expect([status, Object.keys(body).sort()]).toEqual([201, ["id", "managementToken", "secret"]]);
    expect(body.secret).toMatch(/^whsec_[\w+/]{43}=$/);
    expect(await confirmed(body.id)).toEqual({
      id: body.id,
      url: receiver.url,
      interest: { areas: ["PL"], substanceClasses: [], levelFloor: "warning", language: "en" },
      createdAt: expect.any(String),
      confirmedAt: expect.any(String),
      lastChallenge: null,
      endedAt: null,
      endedReason: null,
      signingSecrets: 1,
    });
    const [challenge] = challengesOf(body.id);
    expect(challenge?.signedBy([body.secret])).toEqual([body.secret]);
    expect(challenge?.payload).toEqual({
      type: "webhook.confirmation",
      timestamp: expect.any(String),
      data: {
        challenge: expect.stringMatching(/^[\w-]{32}$/),
        status: "Test",
        sender: "Night Owl Drug Checking (invented)",
        manage: `${tocsin.site.url}/v1/webhooks/${body.id}`,
      },
    });
    const { rows } = await sql<{ areas: string[] }>`
      select array_agg(i.area) as areas from subscription_interest i join subscription s on s.number = i.subscription
      where s.id = ${body.id}`.execute(tocsin.installation.db);
    expect(rows).toEqual([{ areas: ["PL"] }]);
  });

  it.each<[string, (post: ReceivedPost) => LoopbackAnswer]>([
    ["says nothing", () => ({ status: 204, reason: "", body: "" })],
    ["sends back all that it got", ({ payload }) => ({ status: 200, reason: "", body: JSON.stringify(payload) })],
    ["fails", (post) => ({ ...asWished(post), status: 500 })],
    ["leads elsewhere", (post) => ({ ...asWished(post), status: 307, headers: { location: receiver.url } })],
    ["hides the challenge in a long answer", ({ payload }) => ({ status: 200, reason: "", body: " ".repeat(5000) + payload.data.challenge })],
  ])("that %s is challenged again, with the same challenge, and gets nothing until it answers", async (_, wrong) => {
    answer = wrong;
    const { id } = (await register()).body;
    const { lastChallenge, confirmedAt } = await tocsin.until(
      () => standing(id),
      (one) => one.lastChallenge !== null,
    );
    expect([confirmedAt, lastChallenge]).toEqual([null, expect.stringMatching(/^answered \d+/)]);
    answer = asWished;
    await confirmed(id);
    const challenges = challengesOf(id).map(({ payload }) => payload.data.challenge);
    expect(challenges).toEqual([challenges[0], challenges[0]]);
  }); // prettier-ignore

  it("is challenged once more when its answer is lost on the way", async () => {
    answer = asWished;
    receiver.failNext("lose-answer");
    const { id } = (await register()).body;
    await confirmed(id);
    expect(challengesOf(id)).toHaveLength(2);
  });

  it("that answers 410 is forgotten at once, and one that never answers after a day", async () => {
    answer = () => ({ status: 410, reason: "" });
    const never = (await register()).body;
    await tocsin.until(
      () => call("GET", `/${never.id}`),
      ({ status }) => status === 404,
    );
    answer = () => ({ status: 500, reason: "" });
    const silent = (await register()).body;
    await receiver.waitFor(() => challengesOf(silent.id).length > 0, 10_000);
    const { db } = tocsin.installation;
    await expireSubscriptions(db, new Date(Date.now() + 23 * HOUR_MS));
    expect((await call("GET", `/${silent.id}`)).status).toBe(200);
    await expireSubscriptions(db, new Date(Date.now() + 25 * HOUR_MS));
    expect((await call("GET", `/${silent.id}`)).status).toBe(404);
    answer = asWished;
  });

  it("is challenged again when its organisation asks for it, once a minute; a wrong answer then changes nothing", async () => {
    const { id } = (await register()).body;
    await confirmed(id);
    const { db } = tocsin.installation;
    await tocsin.until(
      () => sql`select from outbox where subject_id = ${id} and closed_at is not null`.execute(db),
      ({ rows }) => rows.length === 1,
    );
    const tooSoon = await call("POST", `/${id}/test`);
    expect([tooSoon.status, Number(tooSoon.headers.get("retry-after")) > 50]).toEqual([429, true]);
    await sql`update outbox set closed_at = closed_at - interval '1 minute' where subject_id = ${id}`.execute(
      db,
    );
    answer = () => ({ status: 500, reason: "" });
    expect((await call("POST", `/${id}/test`)).status).toBe(202);
    await tocsin.until(
      () => standing(id),
      ({ lastChallenge }) => lastChallenge === "answered 500",
    );
    answer = asWished;
    await tocsin.until(
      () => sql`select from outbox where subject_id = ${id} and closed_at is not null`.execute(db),
      ({ rows }) => rows.length === 1,
    );
    expect((await standing(id)).confirmedAt).not.toBeNull();
    expect(challengesOf(id)).toHaveLength(2);
  });

  it("is looked after by its own organisation only", async () => {
    const { id } = (await register()).body;
    const { body: hers } = await call("GET", "", theirs);
    expect(hers.webhooks).toEqual([]);
    const { body: ours } = await call("GET");
    expect(ours.webhooks.map((one: { id: string }) => one.id)).toContain(id);
    expect(JSON.stringify(ours)).not.toContain("whsec_");
    const strangers = [
      await call("GET", `/${id}`, theirs),
      await call("DELETE", `/${id}`, theirs),
      await call("POST", `/${id}/test`, theirs),
      await call("POST", `/${id}/secrets`, theirs),
      await call("DELETE", `/${id}/secrets/former`, theirs),
      await call("GET", `/${id}/deliveries`, theirs),
      await call("POST", `/${id}/deliveries/${id}/1/replay`, theirs),
      await call("GET", "/nonsense"),
    ];
    expect(new Set(strangers.map(({ status, body }) => `${status} ${body.title}`))).toEqual(
      new Set(["404 Your organisation has no webhook with this id"]),
    );
    expect((await call("DELETE", `/${id}`)).status).toBe(204);
    expect((await call("GET", `/${id}`)).status).toBe(404);
    expect((await call("DELETE", `/${id}`)).status).toBe(404);
  });

  it("that is registered again stays confirmed, under a new secret and the new interest", async () => {
    const url = `${receiver.origin}/again`;
    const first = (await register({ url })).body;
    await confirmed(first.id);
    const second = (await register({ url, interest: { areas: ["PT"] } })).body;
    expect([second.id, second.secret === first.secret]).toEqual([first.id, false]);
    const { confirmedAt, interest } = await standing(first.id);
    expect([confirmedAt === null, interest.areas]).toEqual([false, ["PT"]]);
  });

  it("has more than one secret while the next one is brought to its server", async () => {
    const { id, secret } = (await register()).body;
    await confirmed(id);
    const { db } = tocsin.installation;
    const signers = async (secrets: string[]) => {
      await tocsin.until(
        () => sql`select from outbox where subject_id = ${id} and closed_at is not null`.execute(db),
        ({ rows }) => rows.length === 1,
      );
      await sql`update outbox set closed_at = closed_at - interval '1 minute' where subject_id = ${id}`.execute(
        db,
      );
      const before = challengesOf(id).length;
      expect((await call("POST", `/${id}/test`)).status).toBe(202);
      await receiver.waitFor(() => challengesOf(id).length > before, 10_000);
      return challengesOf(id).at(-1)?.signedBy(secrets);
    };
    const next = await call("POST", `/${id}/secrets`);
    expect([next.status, next.body.secret === secret]).toEqual([201, false]);
    const overlapMs = new Date(next.body.formerSignUntil).getTime() - Date.now();
    expect(overlapMs / HOUR_MS).toBeCloseTo(24, 1);
    expect(await signers([secret, next.body.secret])).toEqual([secret, next.body.secret]);
    for (let others = 0; others < 3; others++)
      expect((await call("POST", `/${id}/secrets`)).status).toBe(201);
    const tooMany = await call("POST", `/${id}/secrets`);
    expect([tooMany.status, tooMany.body.type]).toEqual([409, "urn:tocsin:problem:too-many-secrets"]);
    expect(await signers([secret])).toEqual([secret]);
    expect((await standing(id)).signingSecrets).toBe(5);
    expect((await call("DELETE", `/${id}/secrets/former`)).status).toBe(204);
    expect(await signers([secret, next.body.secret])).toEqual([]);
    expect((await standing(id)).signingSecrets).toBe(1);
    expect((await call("DELETE", `/${id}/secrets/former`)).status).toBe(204);
  });
});

describe("a challenge", () => {
  it("is sent by the next process when the one that took the registration has died", async () => {
    const receiver = await startWebhookReceiver();
    const clone = await cloneDatabase(inject("adminUrl"), inject("template"));
    const environment = { TOCSIN_LOCAL_ENDPOINTS: receiver.origin };
    const start = (more: Record<string, string>) =>
      runTocsin({ databaseUrl: clone.url, environment: { ...environment, ...more } });
    const first = await start({ TOCSIN_PROCESS: "api" });
    const key = await first.key(["webhook"]);
    const { body } = await first.call("POST", "/v1/webhooks", key, { url: receiver.url });
    await first.stop();
    expect(receiver.received).toEqual([]);
    const second = await start({});
    await second.until(
      () => second.call("GET", `/v1/webhooks/${body.id}`, key),
      (answer) => answer.body.confirmedAt !== null,
    );
    await second.stop();
    await receiver.close();
    await clone.drop();
  });
});

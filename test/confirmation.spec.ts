import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import type { UserAgent } from "../demo/user-agent.ts";
import { expireSubscriptions } from "../src/pipeline/expire-subscriptions.ts";
import { aTablet } from "./support/invented-samples.ts";
import { ledgerOf, untilNothingIsDue } from "./support/ledger.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { confirmPhone, publishResult, subscribePhone } from "./support/steps-of-a-result.ts";

const HOUR_MS = 3_600_000;

describe("the first message to a subscription", () => {
  let push: LocalPushService;
  let tocsin: RunningTocsin;
  beforeAll(async () => {
    push = await startLocalPushService();
    tocsin = await runTocsin({
      environment: { TOCSIN_LOCAL_ENDPOINTS: push.origin, TOCSIN_RELAY_AGAIN_SECONDS: "0.5" },
    });
  });
  afterAll(async () => {
    await tocsin?.stop();
    await push?.close();
  });

  const db = () => tocsin.installation.db;
  const call = (method: string, path: string, token?: string, body?: unknown) =>
    tocsin.call(method, `/v1/subscriptions${path}`, token, body);
  const subscribe = async (phone: UserAgent, interest: object = {}, more: object = {}) =>
    (await call("POST", "", undefined, { subscription: phone.subscription, interest, ...more })).body;
  const confirm = (id: string, code: string) => call("POST", `/${id}/confirm`, undefined, { code });
  const readOwn = async ({ id, managementToken }: { id: string; managementToken: string }) =>
    (await call("GET", `/${id}`, managementToken)).body;
  const firstCode = async (phone: UserAgent, id: string): Promise<string> =>
    (await push.waitFor(() => phone.confirmations.find((one) => one.id === id), 10_000)).code;
  const people = async () => ({
    device: await tocsin.key(["submit", "read"]),
    anna: await tocsin.reviewerKey("Anna"),
    ben: await tocsin.reviewerKey("Ben"),
  });

  it("comes at once, urgently, as long as any other, and carries a code that only it carries", async () => {
    const [anna, ben] = [push.newUserAgent(), push.newUserAgent()];
    const [hers, his] = [await subscribe(anna), await subscribe(ben)];
    const [code, another] = [await firstCode(anna, hers.id), await firstCode(ben, his.id)];
    expect(code).toMatch(/^[\w-]{32}$/);
    expect(another).not.toBe(code);
    expect([...anna.received, ...anna.shown(), ...anna.undecryptable]).toEqual([]);
    expect(push.log.at(-1)?.headers).toMatchObject({
      ttl: "86400",
      urgency: "high",
      topic: expect.stringMatching(/^[\w-]{32}$/),
      "content-length": "2151",
    });
  });

  it("has to be answered before alerts are sent", async () => {
    const silent = push.newUserAgent();
    const subscription = await subscribe(silent, { areas: ["PT"] });
    const { phone } = await subscribePhone(tocsin, push, { areas: ["PT"] });
    expect(await readOwn(subscription)).toMatchObject({ confirmedAt: null });
    const alertId = await publishResult(tocsin, await people(), { area: "PT" });
    await untilNothingIsDue(db());
    expect(await ledgerOf(db(), alertId, 1)).toEqual({ accepted: 1 });
    expect([phone.received.length, silent.received.length]).toEqual([1, 0]);

    await confirmPhone(tocsin, push, silent, subscription.id);
    await publishResult(tocsin, await people(), { area: "PT", sample: (session) => aTablet(session, 230) });
    await untilNothingIsDue(db());
    expect([phone.received.length, silent.received.length]).toEqual([2, 1]);
  });

  it("counts as answered only by its own code, and twice is as good as once", async () => {
    const phone = push.newUserAgent();
    const subscription = await subscribe(phone);
    const code = await firstCode(phone, subscription.id);
    const other = push.newUserAgent();
    const elsewhere = await subscribe(other);
    const wrong = [
      await confirm(subscription.id, await firstCode(other, elsewhere.id)),
      await confirm(subscription.id, ""),
      await confirm("01890a5d-ac96-774b-bcce-b302099a8057", code),
      await confirm("nonsense", code),
    ];
    expect(new Set(wrong.map(({ status, body }) => `${status} ${body.title}`)).size).toBe(1);
    expect(wrong[0]?.status).toBe(404);
    const first = await confirm(subscription.id, code);
    expect([first.status, first.body.outcome]).toEqual([200, "confirmed"]);
    expect((await confirm(subscription.id, code)).body).toEqual(first.body);
    expect((await readOwn(subscription)).confirmedAt).toBe(first.body.confirmedAt);
  });

  it("makes the key of the next message ahead", async () => {
    const { id } = await subscribePhone(tocsin, push, {});
    const made = await sql`
      select from message_key k join subscription s on s.number = k.subscription where s.id = ${id}`.execute(
      db(),
    );
    expect(made.rows).toHaveLength(1);
  });

  it("is sent again when the push service fails, and not to a service that says: gone", async () => {
    push.failNext(503);
    push.failNext("lose-answer");
    const phone = push.newUserAgent();
    const { id } = await subscribe(phone);
    await firstCode(phone, id);
    await push.waitFor(() => phone.confirmations.length >= 2, 10_000);

    const over = push.newUserAgent();
    push.expire(over);
    const never = await subscribe(over);
    const erased = async () => (await call("GET", `/${never.id}`, never.managementToken)).status === 404;
    await tocsin.until(erased, Boolean);
    await untilNothingIsDue(db());
  });

  it("comes again as a test, once a minute", async () => {
    const { phone, id, managementToken } = await subscribePhone(tocsin, push, {});
    const test = (token?: string) => call("POST", `/${id}/test`, token);
    const tooSoon = await test(managementToken);
    expect(tooSoon.status).toBe(429);
    expect(Number(tooSoon.headers.get("retry-after"))).toBeGreaterThan(50);
    await sql`update outbox set closed_at = closed_at - interval '1 minute' where subject_id = ${id}`.execute(
      db(),
    );
    expect((await test()).status).toBe(404);
    expect((await test(managementToken)).status).toBe(202);
    await push.waitFor(() => phone.confirmations.length === 2, 10_000);
    expect(phone.confirmations[1]).toEqual(phone.confirmations[0]);
    expect((await test(managementToken)).status).toBe(429);
  });

  it("is asked for anew when a subscription that had ended comes back", async () => {
    const { phone, id } = await subscribePhone(tocsin, push, {});
    await sql`update subscription set ended_at = now(), ended_reason = 'gone' where id = ${id}`.execute(db());
    const again = await subscribe(phone);
    expect(again.id).toBe(id);
    expect(await readOwn(again)).toMatchObject({ confirmedAt: null, endedAt: null });
    await push.waitFor(() => phone.confirmations.length === 2, 10_000);
    await confirmPhone(tocsin, push, phone, id);
    expect(await readOwn(again)).toMatchObject({ confirmedAt: expect.any(String) });
  });

  it("that nobody answers within a day takes the subscription with it; one that ended is kept for 30 days", async () => {
    const now = Date.now();
    const [silent, ended, held] = [push.newUserAgent(), push.newUserAgent(), push.newUserAgent()];
    const unanswered = await subscribe(silent);
    await firstCode(silent, unanswered.id);
    const gone = await subscribe(ended);
    await confirmPhone(tocsin, push, ended, gone.id);
    await sql`update subscription set ended_at = now(), ended_reason = 'gone' where id = ${gone.id}`.execute(
      db(),
    );
    const kept = await subscribe(held);
    await confirmPhone(tocsin, push, held, kept.id);

    const left = async (hours: number) => {
      await expireSubscriptions(db(), new Date(now + hours * HOUR_MS));
      const rows = await db()
        .selectFrom("subscription")
        .select("id")
        .where("id", "in", [unanswered.id, gone.id, kept.id])
        .execute();
      return new Set(rows.map(({ id }) => id));
    };
    expect(await left(23)).toEqual(new Set([unanswered.id, gone.id, kept.id]));
    expect(await left(25)).toEqual(new Set([gone.id, kept.id]));
    expect(await left(24 * 29)).toEqual(new Set([gone.id, kept.id]));
    expect(await left(24 * 31)).toEqual(new Set([kept.id]));
    const { rows } = await sql`select from outbox where subject_id in (${unanswered.id}, ${gone.id})`.execute(
      db(),
    );
    expect(rows).toEqual([]);
  });

  it("that thousands leave unanswered within a minute keeps new subscriptions out for a while, and nobody else", async () => {
    const known = push.newUserAgent();
    await subscribe(known);
    await sql`
      insert into subscription (id, channel, push_service_id, endpoint_hash, address_sealed, vapid_key_id,
        management_hash, areas, substance_classes, level_floor, audience, language)
      select gen_random_uuid(), channel, push_service_id, sha256(i::text::bytea), '', vapid_key_id, '', '{}', '{}', 2, 'public', 'en'
      from subscription, generate_series(1, 2000) i where id = (select id from subscription limit 1)`.execute(
      db(),
    );
    const request = { subscription: push.newUserAgent().subscription };
    const refused = await call("POST", "", undefined, request);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "60"]);
    expect((await subscribe(known)).managementToken).toEqual(expect.any(String));
    await sql`update subscription set created_at = now() - interval '2 minutes' where address_sealed = ''`.execute(
      db(),
    );
    expect((await call("POST", "", undefined, request)).status).toBe(201);
    await db().deleteFrom("subscription").where("address_sealed", "=", Buffer.alloc(0)).execute();
  });
});

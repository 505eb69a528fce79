import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoopbackAnswer } from "../demo/loopback-server.ts";
import { ledgerOf, untilNothingIsDue } from "./support/ledger.ts";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { registerWebhook } from "./support/steps-of-a-result.ts";
import { asWished, startWebhookReceiver, type WebhookReceiver } from "./support/webhook-receiver.ts";

describe("what became of alerts at a webhook", () => {
  let receiver: WebhookReceiver;
  let answer: LoopbackAnswer | undefined;
  let tocsin: RunningTocsin;
  let key: string;
  let anna: string;
  let desk: ReviewDesk;
  let webhook: { id: string; secret: string };
  beforeAll(async () => {
    receiver = await startWebhookReceiver((post) => answer ?? asWished(post));
    tocsin = await runTocsin({
      environment: { TOCSIN_LOCAL_ENDPOINTS: receiver.origin, TOCSIN_URL: "https://alerts.example.org" },
    });
    key = await tocsin.key(["webhook"]);
    anna = await tocsin.reviewerKey("Anna");
    desk = reviewDesk(tocsin, await tocsin.key(["submit", "read"]), anna);
    webhook = await registerWebhook(tocsin, receiver, key);
  });
  afterAll(async () => {
    await tocsin?.stop();
    await receiver?.close();
  });

  const db = () => tocsin.installation.db;
  const call = (method: string, path: string) =>
    tocsin.call(method, `/v1/webhooks/${webhook.id}${path}`, key);
  const deliveries = async () => (await call("GET", "/deliveries")).body.deliveries;
  const deliveryOf = async (alertId: string, revision = 1) =>
    (await deliveries()).find(
      (one: { alertId: string; revision: number }) => one.alertId === alertId && one.revision === revision,
    );
  const replay = (alertId: string, revision = 1) => call("POST", `/deliveries/${alertId}/${revision}/replay`);
  const receivedOf = (alertId: string) =>
    receiver.received.filter(({ payload }) => payload.data.alertId === alertId);
  const untilState = (alertId: string, state: string) =>
    tocsin.until(
      () => deliveryOf(alertId),
      (one) => one?.state === state,
    );
  const publish = async () => {
    const { alertId, session } = await desk.openWarning();
    expect((await desk.approve(anna, alertId)).body).toMatchObject({ outcome: "published" });
    return { alertId, area: String(session["area"]) };
  };
  /** As if it had been begun that many hours earlier. */
  const backdate = (alertId: string, hours: number) =>
    sql`update fan_out set started_at = started_at - make_interval(hours => ${hours}) where alert_id = ${alertId}`.execute(
      db(),
    );

  it("is listed, newest first; the message is thin, signed, and says where to read on and how to end it", async () => {
    const first = await publish();
    await untilState(first.alertId, "accepted");
    const { alertId, area } = await publish();
    expect(await untilState(alertId, "accepted")).toEqual({
      webhookId: `${alertId}:1:${webhook.id}`,
      alertId,
      revision: 1,
      state: "accepted",
      attempts: 1,
      lastAnswer: null,
      intendedAt: expect.any(String),
      replayedAt: null,
      dueAt: null,
      finishedAt: expect.any(String),
    });
    expect((await deliveries()).map((one: { alertId: string }) => one.alertId)).toEqual([
      alertId,
      first.alertId,
    ]);
    const [message] = receivedOf(alertId);
    expect(message?.signedBy([webhook.secret])).toEqual([webhook.secret]);
    expect(message?.payload).toEqual({
      type: "alert.published",
      timestamp: expect.any(String),
      data: {
        alertId,
        revision: 1,
        status: "Test",
        msgType: "Alert",
        level: "warning",
        grade: expect.any(String),
        audience: "public",
        substance: { id: expect.any(String), name: "MDMA" },
        substanceClasses: expect.any(Array),
        area: expect.objectContaining({ code: area }),
        headlines: { en: expect.any(String), pl: expect.any(String) },
        publishedAt: expect.any(String),
        expiresAt: expect.any(String),
        url: `https://alerts.example.org/alerts/${alertId}`,
        api: `https://alerts.example.org/v1/alerts/${alertId}`,
        manage: `https://alerts.example.org/v1/webhooks/${webhook.id}`,
      },
    });

    await desk.act(anna, alertId, "withdraw", { reason: "The tablet was measured wrongly." });
    await receiver.waitFor(() => receivedOf(alertId).length === 2, 10_000);
    expect(receivedOf(alertId)[1]?.payload).toMatchObject({
      type: "alert.withdrawn",
      data: { revision: 2, msgType: "Cancel", withdrawnBecause: "The tablet was measured wrongly." },
    });
    await untilNothingIsDue(db());
    expect((await deliveries()).slice(0, 2)).toMatchObject([
      { alertId, revision: 2 },
      { alertId, revision: 1 },
    ]);
  });

  it("is tried again under the same id, not before the receiver wants it", async () => {
    answer = { status: 503, reason: "", headers: { "retry-after": "120" } };
    const { alertId } = await publish();
    const waiting = await tocsin.until(
      () => deliveryOf(alertId),
      (one) => one?.attempts === 1,
    );
    expect(waiting).toMatchObject({ state: "pending", lastAnswer: "answered 503", finishedAt: null });
    const waitSeconds = (new Date(waiting.dueAt).getTime() - Date.now()) / 1000;
    expect(waitSeconds).toBeGreaterThan(100);
    answer = undefined;
    expect((await replay(alertId)).status).toBe(202);
    expect(await untilState(alertId, "accepted")).toMatchObject({ attempts: 2, lastAnswer: null });
    expect(new Set(receivedOf(alertId).map(({ id }) => id))).toEqual(new Set([`${alertId}:1:${webhook.id}`]));
  });

  it("is given up after three days, and then sent again only when asked for", async () => {
    answer = { status: 500, reason: "" };
    const { alertId } = await publish();
    await tocsin.until(
      () => deliveryOf(alertId),
      (one) => one?.attempts === 1,
    );
    await backdate(alertId, 71);
    await makeDue(alertId);
    expect(
      await tocsin.until(
        () => deliveryOf(alertId),
        (one) => one?.attempts === 2,
      ),
    ).toMatchObject({ state: "pending" });
    await backdate(alertId, 1);
    await makeDue(alertId);
    expect(await untilState(alertId, "failed")).toMatchObject({
      attempts: 3,
      lastAnswer: "given up: answered 500",
      dueAt: null,
    });
    expect(await ledgerOf(db(), alertId, 1)).toEqual({ failed: 1 });

    // Three days more, because somebody asked.
    expect((await replay(alertId)).body).toEqual({
      outcome: "queued",
      webhookId: `${alertId}:1:${webhook.id}`,
    });
    const again = await tocsin.until(
      () => deliveryOf(alertId),
      (one) => one?.attempts === 4,
    );
    expect(again).toMatchObject({ state: "pending", replayedAt: expect.any(String) });
    answer = undefined;
    await replay(alertId);
    expect(await untilState(alertId, "accepted")).toMatchObject({ attempts: 5 });
    expect(await ledgerOf(db(), alertId, 1)).toEqual({ accepted: 1 });
  });

  /** Makes the next attempt due now, as time would. */
  const makeDue = async (alertId: string) => {
    await sql`update delivery d set due_at = now() from fan_out f where f.id = d.fan_out_id and f.alert_id = ${alertId}`.execute(
      db(),
    );
    await sql`update delivery_chunk c set due_at = now() from fan_out f where f.id = c.fan_out_id and f.alert_id = ${alertId}`.execute(
      db(),
    );
  };

  it("is sent once more when asked for, as often as that is, under the same id", async () => {
    const { alertId } = await publish();
    await untilState(alertId, "accepted");
    for (let attempts = 2; attempts <= 3; attempts++) {
      expect((await replay(alertId)).status).toBe(202);
      await tocsin.until(
        () => deliveryOf(alertId),
        (one) => one?.state === "accepted" && one.attempts === attempts,
      );
    }
    expect(receivedOf(alertId).map(({ id }) => id)).toEqual(Array(3).fill(`${alertId}:1:${webhook.id}`));
  });

  it("is not sent again once it no longer holds, nor what was never meant for it", async () => {
    const { alertId } = await publish();
    await untilState(alertId, "accepted");
    await desk.act(anna, alertId, "withdraw", { reason: "The tablet was measured wrongly." });
    await tocsin.until(
      () => deliveryOf(alertId, 2),
      (one) => one?.state === "accepted",
    );
    const sent = receiver.received.length;
    const overtaken = await replay(alertId);
    expect([overtaken.status, overtaken.body.type]).toEqual([409, "urn:tocsin:problem:revision-overtaken"]);
    expect((await replay(alertId, 3)).status).toBe(404);
    expect((await replay(webhook.id)).status).toBe(404);
    expect((await call("POST", `/deliveries/${alertId}/one/replay`)).status).toBe(404);
    await untilNothingIsDue(db());
    expect(receiver.received).toHaveLength(sent);
    expect((await replay(alertId, 2)).status).toBe(202);
    await receiver.waitFor(() => receiver.received.length === sent + 1, 10_000);
    expect(receiver.received.at(-1)?.payload.type).toBe("alert.withdrawn");
    await untilNothingIsDue(db());
  });

  it("ends with 410, until the same address is registered again and has answered", async () => {
    answer = { status: 410, reason: "" };
    const { alertId } = await publish();
    await untilState(alertId, "gone");
    expect((await call("GET", "")).body).toMatchObject({ endedAt: expect.any(String), endedReason: "gone" });
    answer = undefined;
    const refused = await replay(alertId);
    expect([refused.status, refused.body.type]).toEqual([409, "urn:tocsin:problem:webhook-inactive"]);
    expect((await call("POST", "/test")).status).toBe(409);
    const back = await registerWebhook(tocsin, receiver, key);
    expect(back.id).toBe(webhook.id);
    expect((await replay(alertId)).status).toBe(202);
    await untilState(alertId, "accepted");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import type { UserAgent } from "../demo/user-agent.ts";
import { startWebhookSink, type WebhookSink } from "../demo/webhook-sink.ts";
import { feedEntries } from "./support/feed-entries.ts";
import { aTablet } from "./support/invented-samples.ts";
import { ledgerOf, untilNothingIsDue } from "./support/ledger.ts";
import { canRun, QUEUES, startQueue } from "./support/queue-backends.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import {
  approve,
  noticeOf,
  type People,
  publishResult,
  registerWebhook,
  submitResult,
  subscribePhone,
} from "./support/steps-of-a-result.ts";

const have = (phones: (UserAgent | undefined)[]) => phones.map((phone) => phone?.shown().length);
const aStrongTablet = (sessionId: string) => aTablet(sessionId, 230);

for (const queueName of QUEUES)
  describe.skipIf(!canRun(queueName))(`the way of a result, with the queue on ${queueName}`, () => {
    let push: LocalPushService;
    let sink: WebhookSink;
    let queue: Awaited<ReturnType<typeof startQueue>>;
    let tocsin: RunningTocsin;
    let people: People;

    beforeAll(async () => {
      [push, sink, queue] = await Promise.all([
        startLocalPushService(),
        startWebhookSink(),
        startQueue(queueName),
      ]);
      tocsin = await runTocsin({
        environment: {
          ...queue.environment,
          TOCSIN_LOCAL_ENDPOINTS: `${push.origin},${sink.origin}`,
          TOCSIN_URL: "https://alerts.example.org",
        },
      });
      people = {
        device: await tocsin.key(["submit", "read"]),
        anna: await tocsin.reviewerKey("Anna"),
        ben: await tocsin.reviewerKey("Ben"),
      };
    });
    afterAll(async () => {
      await tocsin?.stop();
      await Promise.all([push?.close(), sink?.close(), queue?.stop()]);
    });

    const subscribe = (interest: object) => subscribePhone(tocsin, push, interest);
    const untilShown = (phone: UserAgent, text: string | RegExp) =>
      push.waitFor(() => phone.shown().find(({ body = "" }) => body.match(text)), 10_000);
    const nothingLeftToDo = () => untilNothingIsDue(tocsin.installation.db);
    const publish = (area: string, sample?: typeof aStrongTablet) =>
      publishResult(tocsin, people, sample ? { area, sample } : { area });

    it("carries a red result from the tent to a phone, a webhook and the feeds, through two people", async () => {
      const { phone } = await subscribe({ areas: ["PL"] });
      await registerWebhook(tocsin, sink, await tocsin.key(["webhook"]), { areas: ["PL-14"] });

      const sampleId = await submitResult(tocsin, people.device, { area: "PL-14" });
      const notice = await noticeOf(tocsin, people.device, sampleId);
      expect(notice).toMatchObject({ decision: "open", level: "red" });
      const { alertId } = notice;
      expect((await approve(tocsin, people.anna, alertId)).body).toMatchObject({
        outcome: "approved",
        approvals: 1,
        approvalsNeeded: 2,
      });
      expect((await approve(tocsin, people.anna, alertId)).body).toMatchObject({ approvals: 1 });
      expect((await tocsin.call("GET", `/alerts/${alertId}`)).status).toBe(404);
      expect(phone.received).toEqual([]);
      expect((await approve(tocsin, people.ben, alertId)).body).toEqual({
        outcome: "published",
        revision: 1,
      });

      expect(await untilShown(phone, "metonitazene")).toMatchObject({
        title: "TEST – Night Owl Drug Checking (invented)",
        tag: `alert-${alertId}`,
        navigate: `https://alerts.example.org/alerts/${alertId}`,
      });
      await nothingLeftToDo();
      expect(phone.received).toHaveLength(1);
      expect(phone.received[0]).toMatchObject({
        urgency: "high",
        topic: expect.stringMatching(/^[\w-]{32}$/),
      });
      await sink.waitFor(() => sink.received.length > 0, 10_000);
      expect(sink.received.map(({ payload }) => payload)).toEqual([
        expect.objectContaining({
          type: "alert.published",
          data: expect.objectContaining({ alertId, revision: 1, msgType: "Alert", level: "red" }),
        }),
      ]);
      expect(await ledgerOf(tocsin.installation.db, alertId, 1)).toEqual({ accepted: 2 });
      expect(await feedEntries(tocsin, "PL-14")).toEqual([`alert/${alertId}/1`]);
      expect((await tocsin.call("GET", `/alerts/${alertId}`)).status).toBe(200);
    });

    it("keeps a tablet below the alert level as a notice for its session, and drafts nothing", async () => {
      const sampleId = await submitResult(tocsin, people.device, {
        sample: (sessionId) => aTablet(sessionId, 150),
      });
      expect(await noticeOf(tocsin, people.device, sampleId)).toMatchObject({
        decision: "notice",
        level: "caution",
        alertId: null,
      });
    });

    it("replaces the notification when the alert is updated, and tells of its withdrawal", async () => {
      const { phone } = await subscribe({ areas: ["CH"] });
      const alertId = await publish("CH", aStrongTablet);
      await untilShown(phone, /./);

      const opened = await tocsin.call("POST", `/v1/review/alerts/${alertId}/update`, people.anna, {});
      expect(opened.body).toEqual({ outcome: "opened", revision: 2 });
      const draft = (await tocsin.call("GET", `/v1/review/alerts/${alertId}`, people.anna)).body.revisions[0];
      const texts = {
        en: { ...draft.content.texts.en, push: "Take no more than a quarter. Now seen in two towns." },
      };
      const edit = { contentHash: draft.contentHash, texts };
      await tocsin.call("POST", `/v1/review/alerts/${alertId}/edit`, people.anna, edit);
      expect((await approve(tocsin, people.ben, alertId)).body).toEqual({
        outcome: "published",
        revision: 2,
      });
      await untilShown(phone, "two towns");
      expect(phone.shown()).toHaveLength(1);

      const reason = { reason: "The tablet was measured wrongly." };
      const withdraw = () =>
        tocsin.call("POST", `/v1/review/alerts/${alertId}/withdraw`, people.anna, reason);
      expect((await withdraw()).body).toEqual({ outcome: "withdrawn", revision: 3 });
      expect((await withdraw()).body).toEqual({ outcome: "withdrawn", revision: 3 });
      await untilShown(phone, /withdrawn/i);
      expect(phone.shown()).toHaveLength(1);
      expect(new Set(phone.received.map(({ topic }) => topic)).size).toBe(1);
      await nothingLeftToDo();
      expect(phone.received).toHaveLength(3);
      expect(await feedEntries(tocsin, "CH")).toEqual(
        // The update changed words only, so it is the same entry still.
        [3, 1].map((revision) => `alert/${alertId}/${revision}`),
      );
    });

    it("withdraws from everyone who may have the alert: who wants less by now, and whose answer was lost", async () => {
      const heard = await subscribe({ areas: ["AT"] });
      const alertId = await publish("AT", aStrongTablet);
      await untilShown(heard.phone, /./);
      await nothingLeftToDo();

      const unsure = await subscribe({ areas: ["LU"] });
      push.failNext("lose-answer");
      const unsureAlertId = await publish("LU", aStrongTablet);
      await untilShown(unsure.phone, /./);

      for (const { id, managementToken } of [heard, unsure])
        await tocsin.call("PUT", `/v1/subscriptions/${id}`, managementToken, {
          areas: ["PT"],
          levelFloor: "red",
        });
      for (const id of [alertId, unsureAlertId])
        await tocsin.call("POST", `/v1/review/alerts/${id}/withdraw`, people.ben, { reason: "A mistake." });
      await untilShown(heard.phone, /withdrawn/i);
      await untilShown(unsure.phone, /withdrawn/i);
    });

    it("tells only those who want to know: by area, by class, from a level on", async () => {
      const all = await Promise.all(
        [
          {},
          { areas: ["PL"] },
          { areas: ["PL-12"] },
          { areas: ["SK"] },
          { areas: ["PL"], substanceClasses: ["opioid"] },
          { areas: ["PL"], substanceClasses: ["empathogen"] },
          { areas: ["PL"], levelFloor: "red" },
        ].map(subscribe),
      );
      const [everywhere, country, region, neighbour, opioids, empathogens, redOnly] = all.map(
        ({ phone }) => phone,
      );
      await publish("PL-12", aStrongTablet);
      await nothingLeftToDo();
      expect(have([everywhere, country, region, empathogens])).toEqual([1, 1, 1, 1]);
      expect(have([neighbour, opioids, redOnly])).toEqual([0, 0, 0]);

      await publish("PL-12");
      await nothingLeftToDo();
      expect(have([everywhere, country, region, opioids, redOnly])).toEqual([2, 2, 2, 1, 1]);
      expect(have([neighbour, empathogens])).toEqual([0, 1]);
      for (const { id, managementToken } of all)
        await tocsin.call("DELETE", `/v1/subscriptions/${id}`, managementToken);
    });

    it("sends nothing more to somebody who has unsubscribed, and keeps nothing about them", async () => {
      const { phone, id, managementToken } = await subscribe({ areas: ["IE"] });
      const { db } = tocsin.installation;
      const { number } = await db
        .selectFrom("subscription")
        .select("number")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      await publish("IE");
      await untilShown(phone, /./);
      await nothingLeftToDo();
      expect((await tocsin.call("DELETE", `/v1/subscriptions/${id}`, managementToken)).status).toBe(204);
      expect((await tocsin.call("GET", `/v1/subscriptions/${id}`, managementToken)).status).toBe(404);

      await publish("IE", aStrongTablet);
      await nothingLeftToDo();
      expect(phone.received).toHaveLength(1);
      const kept = [
        await db.selectFrom("subscription").select("id").where("id", "=", id).execute(),
        await db
          .selectFrom("subscription_interest")
          .select("area")
          .where("subscription", "=", number)
          .execute(),
        await db.selectFrom("message_key").select("sealed").where("subscription", "=", number).execute(),
      ];
      expect(kept).toEqual([[], [], []]);
    });

    it("fails one whose keys cannot be read, and tells the others once", async () => {
      const { db } = tocsin.installation;
      const [broken, well] = [await subscribe({ areas: ["FI"] }), await subscribe({ areas: ["FI"] })];
      await db
        .updateTable("subscription")
        .set({ address_sealed: Buffer.alloc(64) })
        .where("id", "=", broken.id)
        .execute();
      await db.deleteFrom("message_key").execute();
      const alertId = await publish("FI");
      await untilShown(well.phone, /./);
      await nothingLeftToDo();
      expect(await ledgerOf(db, alertId, 1)).toEqual({ accepted: 1, failed: 1 });
      expect(well.phone.received).toHaveLength(1);
    });

    it("ends a subscription when its push service says that it is gone, and for no other answer", async () => {
      const gone = await subscribe({ areas: ["NO"] });
      push.expire(gone.phone);
      const goneAlert = await publish("NO");
      await nothingLeftToDo();
      expect(await ledgerOf(tocsin.installation.db, goneAlert, 1)).toEqual({ gone: 1 });
      const after = await tocsin.call("GET", `/v1/subscriptions/${gone.id}`, gone.managementToken);
      expect(after.body).toMatchObject({ endedReason: "gone", endedAt: expect.any(String) });

      const refused = await subscribe({ areas: ["SE"] });
      push.failNext(403);
      const refusedAlert = await publish("SE");
      await nothingLeftToDo();
      expect(await ledgerOf(tocsin.installation.db, refusedAlert, 1)).toEqual({ pending: 1 });
      const kept = await tocsin.call("GET", `/v1/subscriptions/${refused.id}`, refused.managementToken);
      expect(kept.body).toMatchObject({ endedAt: null });
      await publish("SE", aStrongTablet);
      await untilShown(refused.phone, /./);
    });
  });

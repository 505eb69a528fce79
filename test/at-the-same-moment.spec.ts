import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { ledgerOf, untilNothingIsDue } from "./support/ledger.ts";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { noticeOf, subscribePhone } from "./support/steps-of-a-result.ts";
import { until } from "./support/until.ts";

describe("a withdrawal at the same moment as", () => {
  let push: LocalPushService;
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  let anna: string;
  let ben: string;
  let device: string;
  /** Holds what the others need, so that they meet in the order that the story tells. */
  let holder: Client;
  beforeAll(async () => {
    push = await startLocalPushService();
    tocsin = await runTocsin({ environment: { TOCSIN_LOCAL_ENDPOINTS: push.origin } });
    device = await tocsin.key(["submit", "read"]);
    [anna, ben] = [await tocsin.reviewerKey("Anna"), await tocsin.reviewerKey("Ben")];
    desk = reviewDesk(tocsin, device, anna);
    holder = new Client({ connectionString: tocsin.databaseUrl });
    await holder.connect();
  });
  afterAll(async () => {
    await holder?.end();
    await tocsin?.stop();
    await push?.close();
  });

  const hold = async (what: string) => {
    await holder.query("begin");
    await holder.query(what);
  };
  const untilWaiting = (count: number) =>
    until(
      async () => {
        const { rows } = await holder.query<{ waiting: number }>(
          "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        return rows[0]?.waiting ?? 0;
      },
      (waiting) => waiting >= count,
    );
  const withdraw = (alertId: string) =>
    desk.act(anna, alertId, "withdraw", { reason: "The laboratory mixed up two samples." });

  it("the fan-out leaves nobody with an alert that is no longer true", async () => {
    const { alertId, session } = await desk.openRed();
    const { phone } = await subscribePhone(tocsin, push, { areas: [session.area] });
    await desk.approve(anna, alertId);
    await hold("lock table subscription_interest in access exclusive mode");
    await desk.approve(ben, alertId);
    await untilWaiting(1);
    const withdrawing = withdraw(alertId);
    await untilWaiting(2);
    await holder.query("commit");

    expect((await withdrawing).body).toMatchObject({ outcome: "withdrawn" });
    await untilNothingIsDue(tocsin.installation.db);
    expect(await ledgerOf(tocsin.installation.db, alertId, 1)).not.toHaveProperty("pending");
    expect(await ledgerOf(tocsin.installation.db, alertId, 2)).toEqual({ accepted: 1 });
    expect(JSON.parse(phone.received.at(-1)?.text ?? "")).toMatchObject({
      notification: { data: { revision: 2, msgType: "Cancel" } },
    });
  });

  it("the publication of an update takes back the update too", async () => {
    const { alertId, sample } = await desk.openRed();
    await desk.approve(anna, alertId);
    await desk.approve(ben, alertId);
    await desk.act(anna, alertId, "update");
    await desk.approve(anna, alertId);
    await hold("select from publication for update");
    const publishing = desk.approve(ben, alertId);
    await untilWaiting(1);
    const withdrawing = withdraw(alertId);
    await untilWaiting(2);
    await holder.query("commit");

    expect((await publishing).body).toMatchObject({ outcome: "published" });
    expect((await withdrawing).body).toMatchObject({ outcome: "withdrawn", revision: 3 });
    const { revisions } = await desk.alert(alertId);
    expect(revisions.map(({ msgType, state }) => [msgType, state])).toEqual([
      ["Cancel", "published"],
      ["Update", "withdrawn"],
      ["Alert", "superseded"],
    ]);
    expect((await noticeOf(tocsin, device, sample.id)).alertId).toBe(alertId);
  });
});

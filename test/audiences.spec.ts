import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import type { UserAgent } from "../demo/user-agent.ts";
import { startWebhookSink, type WebhookSink } from "../demo/webhook-sink.ts";
import { feedEntries } from "./support/feed-entries.ts";
import { aFalseBenzodiazepine, anAnalysis, aTablet } from "./support/invented-samples.ts";
import { ledgerOf, untilNothingIsDue } from "./support/ledger.ts";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { registerWebhook, subscribePhone } from "./support/steps-of-a-result.ts";
import { withoutTags } from "./support/without-tags.ts";

describe("an alert that outreach teams are told of first", () => {
  let push: LocalPushService;
  let sink: WebhookSink;
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  let submitKey: string;
  let anna: string;
  let ben: string;
  let team: UserAgent;
  let anybody: UserAgent;
  beforeAll(async () => {
    [push, sink] = await Promise.all([startLocalPushService(), startWebhookSink()]);
    tocsin = await runTocsin({
      environment: {
        TOCSIN_LOCAL_ENDPOINTS: `${push.origin},${sink.origin}`,
        TOCSIN_URL: "https://alerts.example.org",
      },
    });
    anna = await tocsin.reviewerKey("Anna");
    ben = await tocsin.reviewerKey("Ben");
    submitKey = await tocsin.key(["submit", "read"]);
    desk = reviewDesk(tocsin, submitKey, anna);
    await registerWebhook(tocsin, sink, await tocsin.key(["webhook"]));
    const { body } = await tocsin.call("POST", "/v1/review/invitations", anna, {});
    const invitation = new URL(body.link).searchParams.get("invitation") ?? "";
    ({ phone: team } = await subscribePhone(tocsin, push, {}, invitation));
    ({ phone: anybody } = await subscribePhone(tocsin, push, {}));
  });
  afterAll(async () => {
    await tocsin?.stop();
    await Promise.all([push?.close(), sink?.close()]);
  });

  const nothingLeftToDo = () => untilNothingIsDue(tocsin.installation.db);
  const heard = () => ({
    team: team.received.length,
    anybody: anybody.received.length,
    server: sink.received.length,
  });
  /** How many messages more each of them got. */
  const heardSince = (before: ReturnType<typeof heard>) => {
    const now = heard();
    return [now.team - before.team, now.anybody - before.anybody, now.server - before.server];
  };
  const address = (alertId: string, audience: "public" | "outreach") =>
    desk
      .newest(alertId)
      .then(({ contentHash }) => desk.act(anna, alertId, "edit", { contentHash, audience }));
  const tellTeams = async (alertId: string) => {
    expect((await address(alertId, "outreach")).status).toBe(200);
    expect((await desk.approve(anna, alertId)).body).toMatchObject({ outcome: "published" });
    await nothingLeftToDo();
  };
  const listed = async (alertId: string) =>
    (await tocsin.call("GET", "/v1/alerts")).body.alerts.some(({ id }: { id: string }) => id === alertId);

  it("reaches them alone, then everybody by an update, and is withdrawn from all", async () => {
    const { alertId, session } = await desk.openWarning();
    const before = heard();
    await tellTeams(alertId);
    expect(heardSince(before)).toEqual([1, 0, 1]);
    expect(sink.received.at(-1)?.payload).toMatchObject({
      data: { alertId, audience: "outreach", revision: 1 },
    });
    expect(await ledgerOf(tocsin.installation.db, alertId, 1)).toEqual({ accepted: 2 });
    expect(await listed(alertId)).toBe(false);
    expect(await feedEntries(tocsin, session["area"] as string)).toEqual([]);
    expect((await tocsin.call("GET", "/")).body).not.toContain(alertId);

    expect((await desk.act(anna, alertId, "update")).body).toEqual({ outcome: "opened", revision: 2 });
    expect((await desk.newest(alertId)).content.audience).toBe("public");
    expect((await desk.approve(ben, alertId)).body).toMatchObject({ outcome: "published", revision: 2 });
    await nothingLeftToDo();
    expect(heardSince(before)).toEqual([2, 1, 2]);
    expect(await listed(alertId)).toBe(true);
    expect(await feedEntries(tocsin, session["area"] as string)).toEqual([`alert/${alertId}/2`]);

    await desk.act(anna, alertId, "withdraw", { reason: "The tablet was measured wrongly." });
    await nothingLeftToDo();
    expect(heardSince(before)).toEqual([3, 2, 3]);
    expect(await feedEntries(tocsin, session["area"] as string)).toEqual(
      [3, 2].map((revision) => `alert/${alertId}/${revision}`),
    );
  });

  it("has a page for whoever holds its address, that says what it is and that nobody keeps", async () => {
    const { alertId } = await desk.openWarning();
    expect((await tocsin.call("GET", `/alerts/${alertId}`)).status).toBe(404);
    await tellTeams(alertId);
    const page = await tocsin.call("GET", `/alerts/${alertId}`);
    expect(page.status).toBe(200);
    expect(withoutTags(page.body)).toContain("For outreach teams: preliminary, please do not publish");
    expect(withoutTags(page.body)).not.toContain("Pass it on");
    expect(page.body).not.toContain("og:");
    expect(page.headers.get("x-robots-tag")).toBe("noindex");
    expect(page.headers.get("cache-control")).toBe("private, no-store");
    const json = await tocsin.call("GET", `/v1/alerts/${alertId}`);
    expect(json.body).toMatchObject({ audience: "outreach", revision: 1 });
    expect(json.headers.get("cache-control")).toBe("private, no-store");
    expect(json.headers.has("access-control-allow-origin")).toBe(false);
  });

  it("is told to the public as something new, without what was preliminary", async () => {
    const { alertId } = await desk.openWarning();
    await tellTeams(alertId);
    const first = (await tocsin.call("GET", `/v1/alerts/${alertId}`)).body;
    await desk.act(anna, alertId, "update");
    await desk.approve(ben, alertId);
    const page = await tocsin.call("GET", `/alerts/${alertId}`);
    expect(page.body).not.toContain("For outreach teams");
    expect(page.headers.get("cache-control")).toBe("public, max-age=60");
    expect(withoutTags(page.body)).not.toMatch(/update/i);
    const { earlier, firstPublishedAt, msgType } = (await tocsin.call("GET", `/v1/alerts/${alertId}`)).body;
    expect([earlier, msgType]).toEqual([[], "Alert"]);
    expect(new Date(firstPublishedAt).getTime()).toBeGreaterThan(new Date(first.publishedAt).getTime());
  });

  it("is withdrawn from those teams alone while nobody else was told", async () => {
    const { alertId, session } = await desk.openWarning();
    await tellTeams(alertId);
    const before = heard();
    const withdrawn = await desk.act(ben, alertId, "withdraw", { reason: "Not confirmed." });
    expect(withdrawn.body).toEqual({ outcome: "withdrawn", revision: 2 });
    await nothingLeftToDo();
    expect(heardSince(before)).toEqual([1, 0, 1]);
    expect(await listed(alertId)).toBe(false);
    expect(await feedEntries(tocsin, session["area"] as string)).toEqual([]);
    expect(withoutTags((await tocsin.call("GET", `/alerts/${alertId}`)).body)).toContain(
      "withdrawn because: Not confirmed.",
    );
  });

  it("needs two people for red, who approve the audience too", async () => {
    const { alertId } = await desk.openRed();
    expect((await desk.approve(anna, alertId)).body).toMatchObject({ outcome: "approved", approvals: 1 });
    const forAll = (await desk.newest(alertId)).contentHash;
    await address(alertId, "outreach");
    expect((await desk.newest(alertId)).approvals).toEqual([]);
    expect((await desk.act(ben, alertId, "approve", { contentHash: forAll })).body.type).toBe(
      "urn:tocsin:problem:changed-meanwhile",
    );
    expect((await desk.approve(anna, alertId)).body).toMatchObject({ outcome: "approved", approvals: 1 });
    await address(alertId, "public");
    expect((await desk.newest(alertId)).contentHash).toBe(forAll);
    await address(alertId, "outreach");
    expect((await desk.approve(ben, alertId)).body).toMatchObject({ outcome: "published", revision: 1 });
    expect(await listed(alertId)).toBe(false);
  });

  it("stays for everybody once everybody was told", async () => {
    const { alertId } = await desk.openWarning();
    await desk.approve(anna, alertId);
    await desk.act(anna, alertId, "update");
    const refused = await address(alertId, "outreach");
    expect([refused.status, refused.body.type]).toEqual([422, "urn:tocsin:problem:public-was-told"]);
    expect(refused.body.errors).toEqual([
      { pointer: "#/audience", detail: 'must be "public" for this alert' },
    ]);
    const page = await tocsin.call("GET", `/review/alerts/${alertId}`, anna);
    expect(page.body).not.toContain('name="audience"');
  });

  it("is chosen on the review page, and stays on the queue until everybody is told", async () => {
    const { alertId } = await desk.openWarning();
    const { contentHash, content } = await desk.newest(alertId);
    const page = await tocsin.call("GET", `/review/alerts/${alertId}`, anna);
    expect(page.body).toMatch(/name="audience"\s+value="public"\s+checked/);
    const form = { contentHash, lang: "en", level: "warning", audience: "outreach", ...content.texts["en"] };
    const saved = await tocsin.call(
      "POST",
      `/review/alerts/${alertId}/edit`,
      anna,
      String(new URLSearchParams(form)),
      { "content-type": "application/x-www-form-urlencoded" },
    );
    expect(saved.status).toBe(303);
    const words = async () => withoutTags((await tocsin.call("GET", `/review/alerts/${alertId}`, anna)).body);
    expect(await words()).toContain("Approve and tell outreach teams");
    await desk.approve(anna, alertId);
    expect(await words()).toContain("Revision 1 can be read by outreach teams only");
    expect((await desk.queue()).map((entry) => entry.alertId)).toContain(alertId);
    await desk.act(anna, alertId, "update");
    await desk.approve(anna, alertId);
    expect((await desk.queue()).map((entry) => entry.alertId)).not.toContain(alertId);
  });

  it("keeps its audience when the evidence grows and the text is saved again", async () => {
    const { alertId, session } = await desk.openWarning();
    await address(alertId, "outreach");
    await desk.submit(aTablet(session.id, 235));
    const { contentHash } = await desk.newest(alertId);
    await desk.act(ben, alertId, "edit", { contentHash, level: "caution" });
    expect((await desk.newest(alertId)).content).toMatchObject({
      audience: "outreach",
      level: "caution",
      samples: 2,
    });
  });

  it("is drafted for everybody once the laboratory confirms what the teams were told", async () => {
    const session = await desk.openSession();
    const sample = aFalseBenzodiazepine(session.id, {
      analyses: [anAnalysis([{ substance: "metonitazene" }], { method: "ftir" })],
    });
    const { alertId } = await desk.submit(sample);
    await address(alertId, "outreach");
    for (const key of [anna, ben]) await desk.approve(key, alertId);
    await nothingLeftToDo();
    const before = heard();
    await tocsin.call(
      "POST",
      `/v1/samples/${sample.id}/analyses`,
      submitKey,
      anAnalysis([{ substance: "metonitazene" }]),
    );
    expect(await desk.noticeOf(sample.id, 2)).toMatchObject({ decision: "update", alertId });
    expect(await desk.newest(alertId)).toMatchObject({
      revision: 2,
      state: "draft",
      msgType: "Update",
      content: { audience: "public", grade: "confirmed-identity" },
    });
    for (const key of [anna, ben]) await desk.approve(key, alertId);
    await nothingLeftToDo();
    expect(heardSince(before)).toEqual([1, 1, 1]);
  });
});

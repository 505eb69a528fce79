import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { aFalseBenzodiazepine, aSession, aTablet } from "./support/invented-samples.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

describe("the way of a result", () => {
  let push: LocalPushService;
  let tocsin: RunningTocsin;
  let submit: string;

  beforeAll(async () => {
    push = await startLocalPushService();
    tocsin = await runTocsin({ environment: { TOCSIN_LOCAL_ENDPOINTS: push.origin } });
    submit = await tocsin.key(["submit", "read"]);
  });
  afterAll(async () => {
    await tocsin?.stop();
    await push?.close();
  });

  it("carries a red result from the tent to a phone and to the feeds, through two people", async () => {
    const phone = push.newUserAgent();
    const subscribed = await tocsin.call("POST", "/v1/subscriptions", undefined, { subscription: phone.subscription, interest: { areas: ["PL"] } });
    expect(subscribed.status).toBe(201);
    const session = aSession();
    expect((await tocsin.call("POST", "/v1/sessions", submit, session)).status).toBe(201);
    const sample = aFalseBenzodiazepine(session.id);
    expect((await tocsin.call("POST", "/v1/samples", submit, sample)).status).toBe(201);

    const known = await tocsin.until(() => tocsin.call("GET", `/v1/samples/${sample.id}`, submit), ({ body }) => body.notice !== null);
    expect(known.body.notice).toMatchObject({ decision: "open", level: "red" });

    const [anna, ben] = [await tocsin.reviewerKey("Anna"), await tocsin.reviewerKey("Ben")];
    const { alertId } = known.body.notice;
    const draft = (await tocsin.call("GET", `/v1/review/alerts/${alertId}`, anna)).body;
    const { contentHash } = draft.revisions[0];
    const first = await tocsin.call("POST", `/v1/review/alerts/${alertId}/approve`, anna, { contentHash });
    expect(first.body).toMatchObject({ outcome: "approved", approvals: 1, approvalsNeeded: 2 });
    expect(phone.received).toHaveLength(0);
    const second = await tocsin.call("POST", `/v1/review/alerts/${alertId}/approve`, ben, { contentHash });
    expect(second.body).toMatchObject({ outcome: "published" });

    await push.waitFor(() => phone.received.length > 0, 5_000);
    expect(phone.shown()).toHaveLength(1);
    const feed = await tocsin.call("GET", "/feeds/PL-14.rss");
    expect(feed.body).toContain("etonitazene");
    expect((await tocsin.call("GET", `/alerts/${alertId}`)).status).toBe(200);
  });

  it("keeps a strong tablet below the alert level as a notice", async () => {
    const session = aSession();
    await tocsin.call("POST", "/v1/sessions", submit, session);
    const sample = aTablet(session.id, 150);
    await tocsin.call("POST", "/v1/samples", submit, sample);
    const { body } = await tocsin.until(() => tocsin.call("GET", `/v1/samples/${sample.id}`, submit), (answer) => answer.body.notice !== null);
    expect(body.notice).toMatchObject({ decision: "notice", level: "caution" });
  });
});

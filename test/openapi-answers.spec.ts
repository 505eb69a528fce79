import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { startWebhookSink, type WebhookSink } from "../demo/webhook-sink.ts";
import { openApiDocument, OPERATIONS } from "../src/http/openapi-document.ts";
import { describedAnswers } from "./support/described-answers.ts";
import { anAnalysis, aSession, aTablet } from "./support/invented-samples.ts";
import { reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { confirmPhone } from "./support/steps-of-a-result.ts";

const { problemWith, answeredWell } = describedAnswers(openApiDocument("https://alerts.example.org"));

describe("every answer of the API", () => {
  let push: LocalPushService;
  let sink: WebhookSink;
  let tocsin: RunningTocsin;
  let device: string;
  let anna: string;
  let ben: string;
  beforeAll(async () => {
    [push, sink] = await Promise.all([startLocalPushService(), startWebhookSink()]);
    const plain = await runTocsin({
      environment: { TOCSIN_LOCAL_ENDPOINTS: `${push.origin},${sink.origin}`, TOCSIN_OPEN_DATA: "yes" },
    });
    tocsin = {
      ...plain,
      async call(method, path, ...rest) {
        const answer = await plain.call(method, path, ...rest);
        if (path.startsWith("/v1/"))
          expect([method, path, answer.status, problemWith(method, path, answer)]).toEqual([
            method,
            path,
            answer.status,
            undefined,
          ]);
        return answer;
      },
    };
    device = await tocsin.key(["submit", "read"]);
    anna = await tocsin.reviewerKey("Anna");
    ben = await tocsin.reviewerKey("Ben");
  });
  afterAll(async () => {
    await tocsin?.stop();
    await Promise.all([push?.close(), sink?.close()]);
  });

  /** A first message that was asked for lately is as one of a while ago. */
  const twoMinutesLater = (subject: string) =>
    tocsin.installation.db
      .updateTable("outbox")
      .set({ closed_at: new Date(Date.now() - 120_000) })
      .where("subject_id", "=", subject)
      .execute();

  it("to a session's device is as described", async () => {
    const post = (path: string, body: unknown) => tocsin.call("POST", path, device, body);
    const session = aSession();
    await post("/v1/sessions", session);
    await post("/v1/sessions", session);
    expect((await post("/v1/sessions", { ...session, name: "another" })).status).toBe(409);
    expect((await post("/v1/sessions", { ...session, place: "main tent" })).status).toBe(422);
    expect((await post("/v1/sessions", "not JSON")).status).toBe(415);
    const sample = aTablet(session.id, 230, {
      collectedOn: "2026-07-04",
      analyses: [
        anAnalysis([
          { substance: "MDMA", amount: { kind: "dose", value: 230, unit: "mg", uncertainty: 5 } },
          { substance: "caffeine", amount: { kind: "percent-by-weight", value: 3 } },
          { substance: "metonitazine", abundance: "trace" },
        ]),
      ],
    });
    await post("/v1/samples", sample);
    await post("/v1/samples", sample);
    expect((await post("/v1/samples", { ...sample, weightMg: 1 })).status).toBe(409);
    await post("/v1/samples", [aTablet(session.id, 90), sample, { id: "x" }]);
    await post(`/v1/samples/${sample.id}/analyses`, anAnalysis([{ substance: "ketamine" }]));
    await post(`/v1/samples/${uuidv7()}/analyses`, anAnalysis([{ substance: "ketamine" }]));
    const { id: _, ...said } = sample;
    await post(`/v1/samples/${sample.id}/revisions`, {
      ...said,
      revision: 2,
      reason: "weighed again",
      weightMg: 400,
    });
    expect(
      (await post(`/v1/samples/${sample.id}/revisions`, { ...said, revision: 1, reason: "old" })).status,
    ).toBe(409);
    await tocsin.until(
      () => tocsin.call("GET", `/v1/samples/${sample.id}`, device),
      ({ body }) => body.notice !== null,
    );
    await tocsin.call("GET", `/v1/samples/${uuidv7()}`, device);
    await tocsin.call("GET", `/v1/samples/${sample.id}`, "no key");
    await tocsin.call("GET", `/v1/samples/${sample.id}`, await tocsin.key(["submit"]));
  });

  it("to a reviewer, and to whoever reads alerts, is as described", async () => {
    const desk = reviewDesk(tocsin, device, anna);
    const conflicts = await tocsin.call("GET", "/v1/review/conflicts", anna);
    expect(conflicts.body.conflicts.length).toBeGreaterThan(0);
    const path = `/v1/review/conflicts/${conflicts.body.conflicts[0].id}`;
    await tocsin.call("POST", path, anna, { resolution: "a test" });
    await tocsin.call("POST", path, anna, { resolution: "a test" });
    await tocsin.call("GET", "/v1/review/alerts?show=history", anna);
    await tocsin.call("GET", "/v1/review/alerts?show=all", anna);

    const { alertId, sample } = await desk.openRed();
    const { contentHash } = await desk.newest(alertId);
    await desk.act(anna, alertId, "edit", { contentHash, appearance: "white tablet" });
    await desk.act(anna, alertId, "approve", { contentHash });
    await desk.act(anna, alertId, "keep", { reason: "nothing new" });
    await desk.approve(anna, alertId);
    expect((await desk.approve(ben, alertId)).body.outcome).toBe("published");
    await tocsin.until(
      () => tocsin.call("GET", `/v1/alerts/${alertId}/deliveries`, anna),
      ({ status }) => status === 200,
    );
    await desk.act(anna, alertId, "update");
    await desk.act(anna, alertId, "update");
    await desk.act(anna, alertId, "reject", { reason: "not needed" });
    const { id, ...said } = sample;
    await tocsin.call("POST", `/v1/samples/${id}/revisions`, device, {
      ...said,
      analyses: [anAnalysis([{ substance: "caffeine" }])],
      revision: 1,
      reason: "exchanged with another",
    });
    await tocsin.until(
      () => tocsin.call("GET", `/v1/review/alerts/${alertId}`, anna),
      ({ body }) => body.attention !== undefined,
    );
    expect((await desk.act(anna, alertId, "keep", { reason: "another sample says the same" })).status).toBe(
      200,
    );
    await desk.act(anna, alertId, "withdraw", { reason: "the laboratory had exchanged two samples" });
    await desk.act(anna, alertId, "withdraw", { reason: "again" });
    await desk.act(anna, uuidv7(), "approve", { contentHash });

    const list = (query: string) => tocsin.call("GET", `/v1/alerts${query}`);
    expect((await list("")).body.alerts.length).toBeGreaterThan(0);
    expect((await list("?updated_since=2026-01-01T00:00:00Z&limit=1")).headers.get("link")).toMatch(
      /rel="next"/,
    );
    await list("?limit=0");
    await tocsin.call("GET", "/v1/alerts", undefined, undefined, { accept: "application/rss+xml" });
    await tocsin.call("GET", "/v1/alerts", undefined, undefined, { accept: "text/csv" });
    expect((await tocsin.call("GET", `/v1/alerts/${alertId}`)).body.earlier).toHaveLength(1);
    await tocsin.call("GET", "/v1/alerts/none");
    await tocsin.call("GET", "/v1/snapshot");
    await tocsin.call("GET", "/v1/statistics?from=2026-01&region=PL&substance=mdma");
    await tocsin.call("GET", "/v1/statistics?month=2026-01");

    const { body: invitation } = await tocsin.call("POST", "/v1/review/invitations", anna, { name: "crew" });
    await tocsin.call("GET", "/v1/review/invitations", anna);
    await tocsin.call("DELETE", `/v1/review/invitations/${invitation.id}`, anna);
    await tocsin.call("GET", "/v1/review/invitations", anna);
    await tocsin.call("DELETE", `/v1/review/invitations/${invitation.id}`, anna);
  });

  it("to a subscriber and to an organisation's webhook is as described", async () => {
    await tocsin.call("GET", "/v1/application-server-key");
    const phone = push.newUserAgent();
    const { subscription } = phone;
    const interest = { quietHours: { from: "22:30", to: "08:00", timeZone: "Europe/Warsaw" } };
    const { body } = await tocsin.call("POST", "/v1/subscriptions", undefined, { subscription, interest });
    await confirmPhone(tocsin, push, phone, body.id);
    const own = `/v1/subscriptions/${body.id}`;
    await tocsin.call("POST", `${own}/confirm`, undefined, { code: "wrong" });
    await tocsin.call("GET", own, body.managementToken);
    await tocsin.call("PUT", own, body.managementToken, { areas: ["PL-14"] });
    await tocsin.call("PUT", own, body.managementToken, { areas: ["nowhere"] });
    await tocsin.call("POST", `${own}/test`, body.managementToken);
    await twoMinutesLater(body.id);
    await tocsin.call("POST", `${own}/test`, body.managementToken);
    await tocsin.call("DELETE", own, body.managementToken);
    await tocsin.call("GET", own, body.managementToken);

    const key = await tocsin.key(["webhook"]);
    const hook = (await tocsin.call("POST", "/v1/webhooks", key, { url: sink.url })).body;
    await tocsin.call("POST", "/v1/webhooks", key, { url: "http://169.254.169.254/" });
    sink.trust(hook.secret);
    const at = `/v1/webhooks/${hook.id}`;
    await tocsin.until(
      () => tocsin.call("GET", at, key),
      (answer) => answer.body.confirmedAt !== null,
    );
    await tocsin.call("GET", "/v1/webhooks", key);
    const desk = reviewDesk(tocsin, device, anna);
    const { alertId } = await desk.submit(
      aTablet((await desk.openSessionIn("PL-22")).id, 230, { form: "tablet" }),
    );
    expect((await desk.approve(anna, alertId)).body.outcome).toBe("published");
    await tocsin.until(
      () => tocsin.call("GET", `${at}/deliveries`, key),
      (answer) => answer.body.deliveries[0]?.state === "accepted",
    );
    await tocsin.call("POST", `${at}/deliveries/${alertId}/1/replay`, key);
    await tocsin.call("POST", `${at}/deliveries/${uuidv7()}/1/replay`, key);
    await tocsin.call("POST", `${at}/test`, key);
    await twoMinutesLater(hook.id);
    await tocsin.call("POST", `${at}/test`, key);
    await tocsin.call("POST", `${at}/secrets`, key);
    await tocsin.call("DELETE", `${at}/secrets/former`, key);
    await tocsin.call("DELETE", at, key);
    await tocsin.call("GET", at, key);
  });

  it("was looked at: each operation that answers with an end was done at least once", () => {
    const left = OPERATIONS.map(({ id }) => id).filter((id) => !answeredWell.has(id));
    expect(left).toEqual(["followAlerts"]);
  });
});

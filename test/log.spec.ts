import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { createLink, createReviewer } from "../src/identity/sign-in.ts";
import { jsonLog } from "../src/log.ts";
import { confirmationCode } from "../src/pipeline/confirmation-code.ts";
import { aFalseBenzodiazepine, aSession } from "./support/invented-samples.ts";
import { reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const lines: string[] = [];
let push: LocalPushService;
let tocsin: RunningTocsin;
beforeAll(async () => {
  push = await startLocalPushService();
  const log = jsonLog(
    (line) => lines.push(line),
    () => new Date(),
  );
  // Nothing listens at the second address: a push service that is down.
  tocsin = await runTocsin({
    log,
    environment: { TOCSIN_LOCAL_ENDPOINTS: `${push.origin},http://127.0.0.1:9` },
  });
});
afterAll(async () => {
  await tocsin?.stop();
  await push?.close();
});

it("the log of a whole night holds no key, token, endpoint, address, body or name", async () => {
  const secrets: Record<string, string> = {};
  const keep = (name: string, value: string) => (secrets[name] = value);
  const canary = (name: string) => keep(name, `canary-${randomBytes(6).toString("hex")}`);
  const submitKey = keep("key", await tocsin.key(["submit", "read"]));
  const [anna, ben] = [
    await tocsin.reviewerKey(canary("reviewer")),
    await tocsin.reviewerKey(canary("other reviewer")),
  ];
  keep("reviewer key", anna);
  const { db, secrets: secretsOf } = tocsin.installation;
  const desk = reviewDesk(tocsin, submitKey, anna);
  const json = { "content-type": "application/json" };

  // People subscribe and confirm it: one whose phone answers, one who is gone later, one whose push service is down by then.
  const phones = [push.newUserAgent(), push.newUserAgent(), push.newUserAgent()] as const;
  const down = { ...phones[2].subscription, endpoint: `http://127.0.0.1:9/${canary("endpoint path")}` };
  for (const subscription of [phones[0].subscription, phones[1].subscription, down]) {
    const { body } = await tocsin.call("POST", "/v1/subscriptions", undefined, {
      subscription,
      interest: { areas: ["PL"] },
    });
    keep(`management token ${body.id}`, body.managementToken);
    keep(`endpoint ${body.id}`, subscription.endpoint);
    keep(`p256dh ${body.id}`, subscription.keys.p256dh);
    keep(`auth ${body.id}`, subscription.keys.auth);
    const { endpoint_hash: endpointHash } = await db
      .selectFrom("subscription")
      .select("endpoint_hash")
      .where("id", "=", body.id)
      .executeTakeFirstOrThrow();
    const code = keep(`code ${body.id}`, confirmationCode(secretsOf, { id: body.id, endpointHash }));
    await tocsin.call("POST", `/v1/subscriptions/${body.id}/confirm`, undefined, { code });
  }
  await tocsin.call("POST", `/v1/subscriptions/${canary("id")}/confirm`, undefined, { code: canary("code") });
  await push.waitFor(() => phones[0].confirmations.length > 0 && phones[1].confirmations.length > 0, 5_000);
  push.expire(phones[1]);

  // A reviewer signs in, with a wrong link first.
  const token = keep("link", await createLink(db, await createReviewer(db, "Night Owl", "Anna"), new Date()));
  await tocsin.call("GET", `/sign-in?token=${canary("wrong link")}`);
  const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
  const signedIn = await tocsin.call("POST", "/sign-in", undefined, `token=${token}`, form);
  keep("cookie", /tocsin=([\w-]+)/.exec(signedIn.headers.get("set-cookie") ?? "")?.[1] ?? "no cookie");

  // Results come in, right and wrong.
  const session = aSession({ area: "PL-14", name: canary("session name") });
  await tocsin.call("POST", "/v1/sessions", submitKey, session);
  const sample = aFalseBenzodiazepine(session.id, {
    sampleCode: canary("sample code"),
    expectedSubstance: "alprazolam",
    appearance: { description: canary("description") },
  });
  const { alertId } = await desk.submit(sample);
  await tocsin.call("POST", "/v1/samples", submitKey, { ...sample, weightMg: 7 });
  await tocsin.call("POST", "/v1/samples", submitKey, `{"id": "${canary("broken JSON")}`, json);
  await tocsin.call("POST", "/v1/samples", submitKey, { [canary("unknown key")]: 1 });
  await tocsin.call("POST", `/v1/samples/${canary("path")}/analyses?q=${canary("query")}`, submitKey, {});
  await tocsin.call("GET", `/feeds/%00${canary("feed path")}`);
  await tocsin.call("POST", "/v1/sessions", canary("wrong key"), {});

  // The alert goes out, and is withdrawn.
  for (const key of [anna, ben]) await desk.approve(key, alertId);
  const rows = () => db.selectFrom("delivery").select(["state", "attempts"]).execute();
  await tocsin.until(
    rows,
    (all) =>
      all.length === 3 &&
      all.every(({ attempts }) => attempts > 0) &&
      all.filter(({ state }) => state !== "pending").length >= 2,
  );
  await desk.act(anna, alertId, "withdraw", { reason: canary("reason") });
  await push.waitFor(() => phones[0].received.length > 1, 5_000);

  const log = lines.join("\n");
  for (const event of ["confirmation sent", "published", "delivering", "settled"])
    expect(log).toContain(`"event":"${event}"`);
  expect(Object.entries(secrets).filter(([, secret]) => log.includes(secret))).toEqual([]);
  expect(log).not.toMatch(/tocsin_[0-9a-f]{12}_|Bearer|canary|127\.0\.0\.1:9\//);
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

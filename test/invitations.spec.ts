import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import type { UserAgent } from "../demo/user-agent.ts";
import { createInvitationCommand } from "../src/cli/create-invitation.ts";
import { listInvitationsCommand } from "../src/cli/list-invitations.ts";
import { revokeInvitationCommand } from "../src/cli/revoke-invitation.ts";
import { readConfig } from "../src/config.ts";
import { silentLog } from "../src/log.ts";
import { type RunningTocsin, runTocsin, testEnvironment } from "./support/running-tocsin.ts";
import { withoutTags } from "./support/without-tags.ts";

const DAY_MS = 86_400_000;
const REFUSED = [{ pointer: "#/invitation", detail: expect.stringContaining("cannot be used") }];

describe("an invitation", () => {
  let push: LocalPushService;
  let tocsin: RunningTocsin;
  let anna: string;
  let other: string;
  let aheadMs = 0;
  beforeAll(async () => {
    push = await startLocalPushService();
    tocsin = await runTocsin({
      environment: { TOCSIN_LOCAL_ENDPOINTS: push.origin, TOCSIN_URL: "https://alerts.example.org" },
      now: () => new Date(Date.now() + aheadMs),
    });
    anna = await tocsin.reviewerKey("Anna");
    other = await tocsin.reviewerKey("Ben", "Day Owl");
  });
  afterAll(async () => {
    await tocsin?.stop();
    await push?.close();
  });

  const invite = async (wish: object = {}, key = anna) => {
    const { status, body } = await tocsin.call("POST", "/v1/review/invitations", key, wish);
    expect(status).toBe(201);
    return { ...body, token: new URL(body.link).searchParams.get("invitation") ?? "" };
  };
  const subscribe = ({ subscription }: UserAgent, invitation?: string) =>
    tocsin.call("POST", "/v1/subscriptions", undefined, { subscription, interest: {}, invitation });
  const audienceOf = async ({ id, managementToken }: { id: string; managementToken: string }) =>
    (await tocsin.call("GET", `/v1/subscriptions/${id}`, managementToken)).body.audience;
  const listed = async (key = anna) =>
    (await tocsin.call("GET", "/v1/review/invitations", key)).body.invitations;
  const usesOf = async (id: string) => (await listed()).find((one: { id: string }) => one.id === id)?.uses;

  it("makes whoever subscribes by its link one of the organisation's outreach team", async () => {
    const { id, link, token } = await invite({ name: "Saturday crew" });
    expect(link).toBe(`https://alerts.example.org/subscribe?invitation=${token}`);
    const page = await tocsin.call("GET", `/subscribe?invitation=${token}`);
    expect([page.status, page.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(withoutTags(page.body)).toContain("Invited by Night Owl: you also hear of preliminary results");
    expect(page.body).toContain(`<input type="hidden" name="invitation" value="${token}"`);

    const { status, body } = await subscribe(push.newUserAgent(), token);
    expect(status).toBe(201);
    expect(await audienceOf(body)).toBe("outreach");
    expect(await usesOf(id)).toBe(1);
    const row = await tocsin.installation.db
      .selectFrom("subscription as s")
      .innerJoin("organisation as o", "o.id", "s.organisation_id")
      .select("o.name")
      .where("s.id", "=", body.id)
      .executeTakeFirstOrThrow();
    expect(row.name).toBe("Night Owl");
  });

  it("is listed for its own organisation, never with its token", async () => {
    const { id, token } = await invite({ name: "Van two", validDays: 3, mostUses: 2 });
    const [newest] = await listed();
    expect(newest).toMatchObject({
      id,
      name: "Van two",
      uses: 0,
      mostUses: 2,
      createdBy: "Anna",
      isUsable: true,
    });
    expect(JSON.stringify(await listed())).not.toContain(token);
    expect(await listed(other)).toEqual([]);
    const { rows } = await tocsin.installation.db
      .selectFrom("invitation")
      .selectAll()
      .execute()
      .then((all) => ({
        rows: JSON.stringify(
          all.map((one) => ({ ...one, token_hash: one.token_hash.toString("base64url") })),
        ),
      }));
    expect(rows).not.toContain(token);
  });

  it("counts a device once, however often it asks, and lets no more in than it is for", async () => {
    const { id, token } = await invite({ mostUses: 2 });
    const [first, second, third] = [push.newUserAgent(), push.newUserAgent(), push.newUserAgent()];
    const made = (await subscribe(first, token)).body;
    const again = (await subscribe(first, token)).body;
    expect(again.id).toBe(made.id);
    expect(await usesOf(id)).toBe(1);
    await subscribe(second, token);
    const refused = await subscribe(third, token);
    expect([refused.status, refused.body.errors]).toEqual([422, REFUSED]);
    expect((await subscribe(first, token)).status).toBe(201);
    expect(await usesOf(id)).toBe(2);
  });

  it("lets exactly one in when many use its last place at the same moment", async () => {
    const { token } = await invite({ mostUses: 1 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => subscribe(push.newUserAgent(), token)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201, 422, 422, 422, 422, 422,
    ]);
  });

  it("takes a device that subscribed before into the team, as the same subscription, and it stays in it", async () => {
    const phone = push.newUserAgent();
    const before = (await subscribe(phone)).body;
    expect(await audienceOf(before)).toBe("public");
    const invited = (await subscribe(phone, (await invite()).token)).body;
    expect(invited.id).toBe(before.id);
    expect(await audienceOf(invited)).toBe("outreach");
    const later = (await subscribe(phone)).body;
    expect([later.id, await audienceOf(later)]).toEqual([before.id, "outreach"]);
    const elsewhere = (await subscribe(phone, (await invite({}, other)).token)).body;
    expect(elsewhere.id).toBe(before.id);
  });

  it("ends when it is revoked, which only its organisation can do", async () => {
    const { id, token } = await invite();
    const phone = push.newUserAgent();
    const { body } = await subscribe(phone, token);
    const path = `/v1/review/invitations/${id}`;
    expect((await tocsin.call("DELETE", path, other)).status).toBe(404);
    expect((await tocsin.call("DELETE", path, anna)).status).toBe(204);
    expect((await tocsin.call("DELETE", path, anna)).status).toBe(404);
    expect((await subscribe(push.newUserAgent(), token)).body.errors).toEqual(REFUSED);
    expect(await audienceOf(body)).toBe("outreach");
    const page = await tocsin.call("GET", `/subscribe?invitation=${token}`);
    expect(page.status).toBe(404);
    expect(withoutTags(page.body)).toContain("This invitation cannot be used");
    expect(page.body).not.toContain('name="invitation"');
  });

  it("ends after its days", async () => {
    const { token, expiresAt } = await invite({ validDays: 3 });
    const days = (new Date(expiresAt).getTime() - Date.now()) / DAY_MS;
    expect(days).toBeCloseTo(3, 1);
    aheadMs = 3 * DAY_MS + 1_000;
    const late = await subscribe(push.newUserAgent(), token);
    aheadMs = 0;
    expect([late.status, late.body.errors]).toEqual([422, REFUSED]);
  });

  it("that nobody made is refused by name, and so are wishes that cannot be", async () => {
    const phone = push.newUserAgent();
    const unknown = await subscribe(phone, randomBytes(32).toString("base64url"));
    expect([unknown.status, unknown.body.errors]).toEqual([422, REFUSED]);
    expect((await subscribe(phone, "x")).body.errors).toMatchObject([{ pointer: "#/invitation" }]);
    expect((await tocsin.call("GET", "/subscribe?invitation=x")).status).toBe(404);
    const { body } = await tocsin.call("POST", "/v1/review/invitations", anna, {
      validDays: 0,
      mostUses: 501,
    });
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "#/validDays",
      "#/mostUses",
    ]);
  });

  it("is made, shown once and revoked on a page", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const made = await tocsin.call(
      "POST",
      "/review/invitations",
      anna,
      "name=Tent+three&validDays=7&mostUses=5",
      form,
    );
    expect(made.status).toBe(200);
    expect(made.headers.get("cache-control")).toBe("no-store");
    expect(made.body).toMatch(/https:\/\/alerts\.example\.org\/subscribe\?invitation=[\w-]{43}/);
    const page = await tocsin.call("GET", "/review/invitations", anna);
    expect(withoutTags(page.body)).toContain("Tent three 0 of 5 devices; valid until");
    expect(page.body).not.toContain("subscribe?invitation=");
    const [newest] = await listed();
    const revoked = await tocsin.call("POST", `/review/invitations/${newest.id}/revoke`, anna, "", form);
    expect(revoked.status).toBe(303);
    expect(withoutTags((await tocsin.call("GET", "/review/invitations", anna)).body)).toContain("; revoked");
    const wrong = await tocsin.call("POST", "/review/invitations", anna, "validDays=0&mostUses=5", form);
    expect([wrong.status, withoutTags(wrong.body).includes("validDays must be at least 1")]).toEqual([
      422,
      true,
    ]);
  });

  it("is made, listed and revoked by the operator", async () => {
    const configured = readConfig(testEnvironment(tocsin.databaseUrl));
    if (configured.outcome === "refused") throw new Error(configured.problems.join("\n"));
    const { installation } = tocsin;
    const loadKnowledge = async () => installation.knowledge;
    const said = { config: configured.config, now: () => new Date(), log: silentLog };
    const deps = { ...installation, ...said, loadKnowledge };
    const made = await createInvitationCommand(deps, { days: "2", uses: "1", organisation: "Night Owl" });
    if (made.outcome === "refused") throw new Error(made.because);
    expect(made.words).toMatch(/of Night Owl, until \d{4}-\d\d-\d\d, for 1 device:/);
    const { id, link } = made.json as { id: string; link: string };
    const token = new URL(link).searchParams.get("invitation") ?? "";
    expect((await subscribe(push.newUserAgent(), token)).status).toBe(201);
    const list = await listInvitationsCommand(deps);
    expect(list).toMatchObject({
      outcome: "done",
      words: expect.stringMatching(new RegExp(`${id} .*operator .*1 of 1`)),
    });
    expect(JSON.stringify(list)).not.toContain(token);
    expect(await revokeInvitationCommand(deps, id)).toMatchObject({ outcome: "done" });
    expect(await revokeInvitationCommand(deps, id)).toMatchObject({ outcome: "refused" });
    expect(await revokeInvitationCommand(deps, "nonsense")).toMatchObject({ outcome: "refused" });
    expect(
      await createInvitationCommand(deps, { days: "0", uses: "many", organisation: "Night Owl" }),
    ).toEqual({
      outcome: "refused",
      because: expect.stringMatching(/^--days must be at least 1; --uses /),
    });
  });
});

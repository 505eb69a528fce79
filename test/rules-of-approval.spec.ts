import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AlertState, approvalsNeeded, NEXT_STATES } from "../src/domain/alert-state.ts";
import { canonicalJson } from "../src/domain/canonical-json.ts";
import { aContent, aWithdrawal } from "./support/invented-alerts.ts";
import { openRevisionTable, type RevisionTable } from "./support/revision-table.ts";

const STATES = Object.keys(NEXT_STATES) as AlertState[];

/** The way by which a revision comes into each state, from draft on. */
const WAYS: Record<AlertState, readonly AlertState[]> = {
  draft: [],
  "in-review": ["in-review"],
  published: ["in-review", "published"],
  superseded: ["in-review", "published", "superseded"],
  withdrawn: ["in-review", "published", "withdrawn"],
  expired: ["in-review", "published", "expired"],
  discarded: ["discarded"],
};

describe("the database itself, whoever writes to it", () => {
  let table: RevisionTable;
  let client: RevisionTable["client"];
  let reviewers: RevisionTable["reviewers"];
  let draft: RevisionTable["draft"];
  let approve: RevisionTable["approve"];
  let set: RevisionTable["set"];
  let moveTo: RevisionTable["moveTo"];
  let publishFirst: RevisionTable["publishFirst"];
  let attempt: RevisionTable["attempt"];
  beforeAll(async () => {
    table = await openRevisionTable();
    ({ client, reviewers, draft, approve, set, moveTo, publishFirst, attempt } = table);
  });
  afterAll(() => table?.close());
  beforeEach(() => table.begin());
  afterEach(() => table.end());

  const CLOSED = "TC001";
  const CHANGED = "TC002";
  const NO_SUCH_MOVE = "TC003";
  const FIXED = "TC004";
  const TOO_FEW = "TC005";
  const KEPT = "TC006";
  const NOT_FOR_THEM = "TC007";
  const NOT_ALLOWED = "23514";
  const COMPUTED = "428C9";

  it("lets a revision go where src/domain/alert-state.ts lets it go, and nowhere else", async () => {
    await draft();
    await approve(reviewers[0]);
    const allowed: string[] = [];
    const expected: string[] = [];
    for (const from of STATES) {
      await client.query("savepoint way");
      for (const step of WAYS[from]) await moveTo(step);
      for (const to of STATES) {
        if (from === to) continue;
        if ((NEXT_STATES[from] as readonly AlertState[]).includes(to)) expected.push(`${from} > ${to}`);
        const outcome = await attempt(() => moveTo(to));
        if (outcome === "done") allowed.push(`${from} > ${to}`);
        else expect([`${from} > ${to}`, outcome]).toEqual([`${from} > ${to}`, NO_SUCH_MOVE]);
      }
      await client.query("rollback to way");
    }
    expect(allowed).toEqual(expected);
  });

  it.each(STATES.filter((state) => state !== "draft" && state !== "in-review"))(
    "lets no revision begin as %s",
    async (state) => {
      const insert = () =>
        client.query(
          "insert into alert_revision (alert_id, revision, msg_type, state, level, drafted_level, content) values ($1, 1, 'Alert', $2, 'warning', 'warning', $3)",
          [table.alertId(), state, canonicalJson(aContent())],
        );
      expect(await attempt(insert)).toBe(NO_SUCH_MOVE);
    },
  );

  it("publishes nothing without approvals, and red only with those of two people", async () => {
    await draft("red");
    await moveTo("in-review");
    expect(await attempt(() => moveTo("published"))).toBe(TOO_FEW);
    await approve(reviewers[0]);
    expect(await attempt(() => moveTo("published"))).toBe(TOO_FEW);
    expect(await attempt(() => approve(reviewers[0]))).toBe("23505");
    await approve(reviewers[1]);
    expect(await attempt(() => moveTo("published"))).toBe("done");
  });

  it("asks for as many people as src/domain/alert-state.ts does", async () => {
    for (const level of ["warning", "red"] as const)
      for (const draftedLevel of ["warning", "red"] as const)
        for (const msgType of ["Alert", "Update", "Cancel"] as const) {
          await client.query("savepoint one");
          if (msgType !== "Alert") await publishFirst();
          await draft(level, { revision: 2, msgType, draftedLevel });
          await moveTo("in-review");
          await approve(reviewers[0]);
          // As when it is published in earnest: its forerunner makes way first.
          const publish = async () => {
            await client.query(
              "update alert_revision set state = 'superseded' where alert_id = $1 and state = 'published'",
              [table.alertId()],
            );
            await moveTo("published");
          };
          const needed = (await attempt(publish)) === "done" ? 1 : 2;
          expect([level, draftedLevel, msgType, needed]).toEqual([
            level,
            draftedLevel,
            msgType,
            approvalsNeeded({ level, draftedLevel, msgType }),
          ]);
          await client.query("rollback to one");
        }
  });

  it("does not count approvals of other content, nor of somebody who is disabled", async () => {
    await draft();
    await moveTo("in-review");
    await approve(reviewers[0]);
    expect(await attempt(() => moveTo("published"))).toBe("done");
    await client.query("savepoint approved");
    await client.query("update alert_revision set content = $2 where alert_id = $1", [
      table.alertId(),
      canonicalJson(aContent({ samples: 2 })),
    ]);
    expect(await attempt(() => moveTo("published"))).toBe(TOO_FEW);
    expect(
      await attempt(() => set("content_hash = (select content_hash from approval), state = 'published'")),
    ).toBe(TOO_FEW);
    await client.query("rollback to approved");
    await client.query("update reviewer set disabled_at = now()");
    expect(await attempt(() => moveTo("published"))).toBe(TOO_FEW);
  });

  it("takes no approval of other content, and none of what is not open", async () => {
    await draft();
    expect(await attempt(() => approve(reviewers[0], "sha256('something else')"))).toBe(CHANGED);
    await moveTo("discarded");
    expect(await attempt(() => approve(reviewers[0]))).toBe(CLOSED);
  });

  it("takes an approval for outreach teams as none for the public", async () => {
    await draft("warning", { content: aContent({ audience: "outreach" }) });
    await moveTo("in-review");
    await approve(reviewers[0]);
    expect(await attempt(() => moveTo("published"))).toBe("done");
    const forEverybody = canonicalJson(aContent()).replaceAll("'", "''");
    await set(`content = '${forEverybody}'`);
    expect(await attempt(() => moveTo("published"))).toBe(TOO_FEW);
    expect(await attempt(() => set("audience = 'public'"))).toBe(COMPUTED);
  });

  it("asks for two people for red whatever the audience", async () => {
    await draft("red", { content: aContent({ level: "red", audience: "outreach" }) });
    await moveTo("in-review");
    await approve(reviewers[0]);
    expect(await attempt(() => moveTo("published"))).toBe(TOO_FEW);
    await approve(reviewers[1]);
    expect(await attempt(() => moveTo("published"))).toBe("done");
  });

  it("keeps no change of an alert from the public once the public was told of it, and tells it nothing before", async () => {
    const audiences = ["public", "outreach"] as const;
    for (const first of audiences)
      for (const next of audiences)
        for (const msgType of ["Update", "Cancel"] as const) {
          await client.query("savepoint one");
          await publishFirst(aContent({ audience: first }));
          const content = msgType === "Cancel" ? aWithdrawal().content : aContent();
          await draft("warning", { revision: 2, msgType, content: { ...content, audience: next } });
          await moveTo("in-review");
          await approve(reviewers[0]);
          const publish = async () => {
            await client.query(
              "update alert_revision set state = 'superseded' where alert_id = $1 and state = 'published'",
              [table.alertId()],
            );
            await moveTo("published");
          };
          const isAllowed =
            first === next || (first === "outreach" && next === "public" && msgType === "Update");
          expect([first, next, msgType, await attempt(publish)]).toEqual([
            first,
            next,
            msgType,
            isAllowed ? "done" : NOT_FOR_THEM,
          ]);
          await client.query("rollback to one");
        }
  });

  it("takes no content for an audience that there is not", async () => {
    expect(await attempt(() => draft("warning", { content: { ...aContent(), audience: "police" } }))).toBe(
      NOT_ALLOWED,
    );
  });

  it("lets nobody edit what is published, or make it another revision", async () => {
    await draft();
    await moveTo("in-review");
    await approve(reviewers[0]);
    await moveTo("published");
    const other = canonicalJson(aContent({ samples: 2 })).replaceAll("'", "''");
    const forTeams = canonicalJson(aContent({ audience: "outreach" })).replaceAll("'", "''");
    for (const change of [
      `content = '${other}'`,
      `content = '${forTeams}'`,
      "level = 'red'",
      "published_at = now() + interval '1 hour'",
      "expires_at = now() + interval '9 days'",
      "msg_type = 'Cancel'",
      "revision = 7",
      "alert_id = gen_random_uuid()",
    ])
      expect([change, await attempt(() => set(change))]).toEqual([change, FIXED]);
    expect(await attempt(() => set("content_hash = 'x'"))).toBe("done");
    await set("content_hash = 'x'");
    const { rows } = await client.query(
      "select content_hash = sha256(convert_to(content, 'UTF8')) as is_its_own from alert_revision",
    );
    expect(rows).toEqual([{ is_its_own: true }]);
  });

  it("lets nobody forget that a draft was red", async () => {
    await draft("red");
    expect(await attempt(() => set("drafted_level = 'warning'"))).toBe(FIXED);
  });

  it("lets nobody date a draft as published, so that no reader can take it for public", async () => {
    await draft();
    expect(await attempt(() => set("published_at = now(), expires_at = now()"))).toBe(NOT_ALLOWED);
    await moveTo("in-review");
    await approve(reviewers[0]);
    expect(await attempt(() => set("state = 'published'"))).toBe(NOT_ALLOWED);
  });

  it("keeps the level of a revision and of its content the same", async () => {
    await draft();
    expect(await attempt(() => set("level = 'information'"))).toBe(NOT_ALLOWED);
  });

  it("takes no content without a level, nor with none", async () => {
    const { level: _, ...levelless } = aContent();
    expect(await attempt(() => draft("warning", { content: levelless }))).toBe(NOT_ALLOWED);
    expect(await attempt(() => draft("warning", { content: { ...levelless, level: null } }))).toBe(
      NOT_ALLOWED,
    );
  });

  it("takes a withdrawal only with its reason, and the reason only on a withdrawal", async () => {
    await publishFirst();
    const cancel = (content: object) => draft("warning", { revision: 2, msgType: "Cancel", content });
    expect(await attempt(() => cancel(aContent()))).toBe(NOT_ALLOWED);
    expect(await attempt(() => cancel(aWithdrawal().content))).toBe("done");
    const update = { revision: 2, msgType: "Update" as const, content: aWithdrawal().content };
    expect(await attempt(() => draft("warning", update))).toBe(NOT_ALLOWED);
  });

  it.each(["Update", "Cancel"] as const)("begins no %s of what is not published", async (msgType) => {
    const begin = () => draft("warning", { revision: 2, msgType });
    expect(await attempt(begin)).toBe(NO_SUCH_MOVE);
    await client.query("savepoint discarded");
    await draft();
    await moveTo("discarded");
    expect(await attempt(begin)).toBe(NO_SUCH_MOVE);
    await client.query("rollback to discarded");
    await publishFirst();
    expect(await attempt(begin)).toBe("done");
    await moveTo("expired");
    expect(await attempt(begin)).toBe(NO_SUCH_MOVE);
  });

  it("keeps one open and one published revision of an alert", async () => {
    await draft();
    expect(await attempt(() => draft("warning", { revision: 2 }))).toBe("23505");
  });

  it("keeps the audit, the approvals and the revisions", async () => {
    await draft();
    await approve(reviewers[0]);
    await client.query("insert into audit (actor, action, subject) values ('operator', 'try', 'this')");
    for (const name of ["audit", "approval", "alert_revision"]) {
      expect([name, await attempt(() => client.query(`delete from ${name}`))]).toEqual([name, KEPT]);
      expect([name, await attempt(() => client.query(`truncate ${name} cascade`))]).toEqual([name, KEPT]);
    }
    expect(await attempt(() => client.query("update audit set actor = 'somebody else'"))).toBe(KEPT);
    expect(await attempt(() => client.query("update approval set approved_at = now()"))).toBe(KEPT);
  });
});

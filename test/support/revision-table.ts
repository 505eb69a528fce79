import { Client, type DatabaseError } from "pg";
import { v7 as uuidv7 } from "uuid";
import { inject } from "vitest";
import type { AlertState, MsgType } from "../../src/domain/alert-state.ts";
import { canonicalJson } from "../../src/domain/canonical-json.ts";
import { aContent, aWithdrawal } from "./invented-alerts.ts";
import { cloneDatabase } from "./throwaway-postgres.ts";

type DraftLevel = "warning" | "red";
interface Draft {
  revision?: number;
  msgType?: MsgType;
  draftedLevel?: DraftLevel;
  content?: object;
}

const contentOf = (msgType: MsgType, level: DraftLevel): object =>
  msgType === "Cancel" ? { ...aWithdrawal().content, level } : aContent({ level });

const PUBLISH = "state = 'published', published_at = now(), expires_at = now() + interval '1 day'";
const NEWEST = "alert_id = $1 and revision = (select max(revision) from alert_revision where alert_id = $1)";

/** The table of revisions on its own database, written to as by somebody who goes around all of our code. */
export async function openRevisionTable() {
  const database = await cloneDatabase(inject("adminUrl"), inject("template"));
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const reviewers = [uuidv7(), uuidv7()] as const;
  const organisationId = uuidv7();
  let alertId = "";

  const table = {
    url: database.url,
    client,
    reviewers,
    alertId: () => alertId,
    async close() {
      await client.end();
      await database.drop();
    },
    /** One alert without a revision and two reviewers, until `end`. */
    async begin() {
      await client.query("begin");
      await client.query(
        "insert into organisation (id, name) values ($1, 'Night Owl') on conflict do nothing",
        [organisationId],
      );
      for (const [index, id] of reviewers.entries())
        await client.query(
          "insert into reviewer (id, organisation_id, name) values ($1, $2, $3) on conflict do nothing",
          [id, organisationId, `reviewer ${index}`],
        );
      alertId = uuidv7();
      await client.query(
        "insert into alert (id, group_key, substance_id, area, first_result_at, last_result_at) values ($1, 'key', 'mdma', 'PL-14', now(), now())",
        [alertId],
      );
    },
    end: () => client.query("rollback"),

    draft: async (level: DraftLevel = "warning", draft: Draft = {}) => {
      const { revision = 1, msgType = "Alert", draftedLevel = level } = draft;
      const content = draft.content ?? contentOf(msgType, level);
      await client.query(
        "insert into alert_revision (alert_id, revision, msg_type, state, level, drafted_level, content) values ($1, $2, $3, 'draft', $4, $5, $6)",
        [alertId, revision, msgType, level, draftedLevel, canonicalJson(content)],
      );
    },
    /** These act on the newest revision. */
    approve: (reviewer: string, hash = "content_hash") =>
      client.query(
        `insert into approval (alert_id, revision, reviewer_id, content_hash) select alert_id, revision, $2, ${hash} from alert_revision where ${NEWEST}`,
        [alertId, reviewer],
      ),
    set: (changes: string) => client.query(`update alert_revision set ${changes} where ${NEWEST}`, [alertId]),
    moveTo: (state: AlertState) => table.set(state === "published" ? PUBLISH : `state = '${state}'`),
    publishFirst: async (content: object = aContent()) => {
      await table.draft("warning", { content });
      await table.moveTo("in-review");
      await table.approve(reviewers[0]);
      await table.moveTo("published");
    },

    /** The code of the refusal, or "done". What was tried is undone either way. */
    attempt: async (work: () => Promise<unknown>): Promise<string> => {
      await client.query("savepoint attempt");
      const outcome = await work().then(
        () => "done",
        (error: DatabaseError) => error.code ?? error.message,
      );
      await client.query("rollback to attempt");
      return outcome;
    },
  };
  return table;
}

export type RevisionTable = Awaited<ReturnType<typeof openRevisionTable>>;

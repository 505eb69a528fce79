import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { AlertState, MsgType } from "../domain/alert-state.ts";
import type { Audience } from "../domain/audience.ts";
import type { Level } from "../domain/level.ts";
import type { DeliverySchema } from "./delivery-schema.ts";
import type { OpenDataSchema } from "./open-data-schema.ts";

/** Row types of every table; names as in `migrations/`. Units are in the column names or in the migration's comments. */
export interface Schema extends DeliverySchema, OpenDataSchema {
  installation: { name: string; value: string };
  first_found: { substance_id: string; country: string; day: string };
  samples_looked_at: { country: string; day: string; samples: number };
  adopted_pack: { pack_id: string; version: string; adopted_by: string; adopted_at: Generated<Date> };
  organisation: { id: string; name: string; created_at: Generated<Date> };
  reviewer: {
    id: string;
    organisation_id: string;
    name: string;
    created_at: Generated<Date>;
    disabled_at: Date | null;
  };
  api_key: {
    id: string;
    organisation_id: string;
    reviewer_id: string | null;
    name: string;
    secret_hash: Buffer;
    scopes: string[];
    created_at: Generated<Date>;
    last_used_on: ColumnType<Date | null, string | null, string | null>;
    revoked_at: Date | null;
  };
  one_time_link: { token_hash: Buffer; reviewer_id: string | null; expires_at: Date; used_at: Date | null };
  invitation: {
    id: string;
    organisation_id: string;
    token_hash: Buffer;
    name: string | null;
    created_by: string | null;
    created_at: Date;
    expires_at: Date;
    most_uses: number;
    uses: Generated<number>;
    revoked_at: Date | null;
  };
  sign_in: {
    token_hash: Buffer;
    reviewer_id: string;
    started_at: Generated<Date>;
    last_seen_at: Generated<Date>;
    expires_at: Date;
  };
  session: {
    id: string;
    organisation_id: string;
    name: string;
    area: string;
    opens_at: Date | null;
    received_at: Generated<Date>;
    body_hash: Buffer;
  };
  sample: {
    id: string;
    organisation_id: string;
    session_id: string;
    sample_code: string;
    revision: Generated<number>;
    body_hash: Buffer;
    received_at: Generated<Date>;
    area: string;
    expected_name: string | null;
    expected_substance_id: string | null;
    form: string;
    colour: string | null;
    logo: string | null;
    appearance: string | null;
    weight_mg: number | null;
    collected_on: ColumnType<string | null, string | null, string | null>;
  };
  analysis: {
    id: string;
    sample_id: string;
    method_id: string;
    analysed_at: Date;
    received_at: Generated<Date>;
    body_hash: Buffer;
  };
  finding: {
    analysis_id: string;
    position: number;
    name: string;
    substance_id: string | null;
    presence: string;
    abundance: string | null;
    amount_kind: string | null;
    amount_value: number | null;
    amount_unit: string | null;
    basis: string | null;
    uncertainty: number | null;
    estimated: boolean | null;
  };
  sample_revision: {
    sample_id: string;
    revision: number;
    body: ColumnType<unknown, string, string>;
    body_hash: Buffer;
    replaced_at: Generated<Date>;
    reason: string;
  };
  conflict: {
    id: string;
    organisation_id: string;
    kind: "session" | "sample" | "sample-code" | "analysis";
    subject_id: string;
    body: ColumnType<unknown, string, string>;
    body_hash: Buffer;
    received_at: Generated<Date>;
    resolved_at: Date | null;
    resolved_by: string | null;
    resolution: string | null;
  };
  outbox: {
    id: GeneratedAlways<string>;
    topic: "sample-changed" | "alert-published" | "subscription-made";
    subject_id: string;
    subject_revision: number;
    created_at: Generated<Date>;
    enqueued_at: Date | null;
    failures: Generated<number>;
    last_failure: string | null;
    closed_at: Date | null;
  };
  match: {
    sample_id: string;
    sample_revision: number;
    pack_id: string;
    pack_version: string;
    pack_status: string;
    rule_id: string;
    rule_place: number;
    kind: string;
    substance_id: string;
    level: Level;
    grade: string;
    method_id: string;
    inputs: ColumnType<Record<string, string | number | boolean>, string, string>;
    reason: string;
    matched_at: Generated<Date>;
  };
  alert: {
    id: string;
    group_key: string;
    substance_id: string;
    area: string;
    opened_at: Generated<Date>;
    first_result_at: Date;
    last_result_at: Date;
    attention: string | null;
  };
  decision: {
    group_key: string | null;
    result_at: Date;
    own_level: Level;
    sample_id: string;
    sample_revision: number;
    action: "none" | "notice" | "open" | "update" | "hold";
    reason: string;
    level: Level | null;
    alert_id: string | null;
    decided_at: Generated<Date>;
  };
  alert_sample: { alert_id: string; sample_id: string; added_at: Generated<Date> };
  alert_revision: {
    alert_id: string;
    revision: number;
    msg_type: MsgType;
    state: AlertState;
    level: Level;
    drafted_level: Level;
    content: string;
    content_hash: GeneratedAlways<Buffer>;
    audience: GeneratedAlways<Audience>;
    drafted_at: Generated<Date>;
    edited_by: string | null;
    edited_at: Date | null;
    published_at: Date | null;
    expires_at: Date | null;
    closed_at: Date | null;
    closed_by: string | null;
    closed_reason: string | null;
  };
  approval: {
    alert_id: string;
    revision: number;
    reviewer_id: string;
    content_hash: Buffer;
    approved_at: Generated<Date>;
  };
  audit: {
    id: GeneratedAlways<string>;
    at: Generated<Date>;
    actor: string;
    action: string;
    subject: string;
    detail: ColumnType<unknown, string, never>;
  };
  publication: { version: string };
}

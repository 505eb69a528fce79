import type { Generated, GeneratedAlways } from "kysely";
import type { DeliveryState } from "../domain/delivery-state.ts";

/** Row types of who wants what and of what became of it; names as in `migrations/0003-delivery.ts`. */
export interface DeliverySchema {
  follower: { name: string; told_version: string; told_at: Date };
  vapid_key: {
    id: string;
    public_key: string;
    private_key_encrypted: Buffer;
    created_at: Generated<Date>;
    retired_at: Date | null;
  };
  push_service: {
    id: GeneratedAlways<number>;
    name: string;
    stopped_at: Date | null;
    stopped_because: string | null;
    keeps_gone_since: Date | null;
    trusts_gone_until: Date | null;
  };
  subscription: {
    id: string;
    number: GeneratedAlways<number>;
    channel: "web-push" | "webhook";
    push_service_id: number;
    organisation_id: string | null;
    endpoint_hash: Buffer;
    address_sealed: Buffer;
    vapid_key_id: string | null;
    management_hash: Buffer;
    areas: string[];
    substance_classes: string[];
    level_floor: number;
    audience: "public" | "outreach";
    language: string;
    quiet_from: number | null;
    quiet_to: number | null;
    quiet_below: number | null;
    time_zone: string | null;
    created_at: Generated<Date>;
    confirmed_at: Date | null;
    needs_new_subscription: Generated<boolean>;
    ended_at: Date | null;
    ended_reason: string | null;
  };
  substance_class: { id: string; bit: number };
  subscription_interest: {
    area: string;
    subscription: number;
    push_service_id: number;
    level_floor: number;
    is_outreach: boolean;
    class_mask: string;
  };
  message_key: { subscription: number; sealed: Buffer; made_at: Generated<Date> };
  fan_out: {
    id: GeneratedAlways<number>;
    alert_id: string;
    revision: number;
    level: number;
    started_at: Generated<Date>;
    expanded_to: Generated<number>;
    expanded_at: Date | null;
    intended: Generated<number>;
    stopped_at: Date | null;
    stopped_because: string | null;
  };
  delivery: {
    fan_out_id: number;
    subscription: number;
    push_service_id: number;
    attempts: Generated<number>;
    state: DeliveryState;
    due_at: Date | null;
    finished_at: Date | null;
    last_answer: string | null;
    replayed_at: Date | null;
  };
  delivery_chunk: {
    fan_out_id: number;
    push_service_id: number;
    first: number;
    last: number;
    untried: number[];
    level: number;
    due_at: Date | null;
    claims: Generated<number>;
    lease_until: Date | null;
  };
  fan_out_service: {
    fan_out_id: number;
    push_service_id: number;
    accepted: Generated<number>;
    gone: Generated<number>;
    failed: Generated<number>;
    first_accepted_at: Date | null;
    last_accepted_at: Date | null;
  };
}

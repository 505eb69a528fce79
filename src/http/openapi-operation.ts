import type * as z from "zod";
import type { Scope } from "../identity/api-key.ts";
import type { Method } from "../render/openapi-shape.ts";

export const TAGS = {
  alerts: "What was published. Nobody needs a key for it.",
  results: "Sessions, samples and what was found in them, from a session's device, a laboratory or a script.",
  subscriptions:
    "Web push to one device. There is no account: whoever holds the management token manages the subscription.",
  webhooks: "Alerts for an organisation's own server, signed as Standard Webhooks says.",
  review: "The queue of drafts, the evidence behind each, and what a reviewer may do. For named people only.",
  "open data": "Statistics, while the installation publishes them.",
} as const;

/** Something that is sent or answered: its schema, and one that is true. */
export interface Payload {
  schema: z.ZodType;
  example?: unknown;
}

export interface Answer {
  description: string;
  /** Left out: there is no body. */
  body?: Payload;
  headers?: Record<string, string>;
  /** Media types of answers that are described elsewhere. */
  otherTypes?: readonly string[];
}

/** One thing that can be asked of the API. */
export interface ApiOperation {
  /** Its name in generated clients. */
  id: string;
  method: Method;
  /** With names in braces: /v1/samples/{id}. */
  path: string;
  tag: keyof typeof TAGS;
  summary: string;
  description: string;
  /** Who may: everybody, a key with this scope, or whoever has the management token of the subscription. */
  access: "public" | "management-token" | Scope;
  /** What the names in the path mean. */
  pathParameters?: Record<string, string>;
  /** What may stand in the query. */
  query?: z.ZodObject;
  body?: Payload & { otherTypes?: readonly string[] };
  answers: Record<number, Answer>;
  /** Refusals of its own by status; those that every route has are added. */
  problems?: Record<number, string>;
}

/** The scope that a key needs; undefined when no key is asked for. */
export const scopeOf = ({ access }: ApiOperation): Scope | undefined =>
  access === "public" || access === "management-token" ? undefined : access;

/** A schema that stands in the document under its own name. */
export interface NamedSchema {
  name: string;
  schema: z.ZodType;
  description: string;
  /** What the fields mean; those whose schema tells it itself are left out. */
  fields?: Record<string, string>;
}

/** A named object with every one of its fields explained: a new field without words does not compile. */
export const explained = <S extends z.ZodType>(
  name: string,
  schema: S,
  description: string,
  fields: { [K in keyof z.input<S>]-?: string },
): NamedSchema => ({ name, schema, description, fields });

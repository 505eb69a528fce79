import { inject } from "vitest";
import type { HttpSender } from "../../src/adapters/post-once.ts";
import type { Resolve } from "../../src/adapters/public-address.ts";
import { readConfig } from "../../src/config.ts";
import { createKey, type Scope } from "../../src/identity/api-key.ts";
import { createReviewer, findOrCreateOrganisation } from "../../src/identity/sign-in.ts";
import { type Log, silentLog } from "../../src/log.ts";
import { startTocsin, type Tocsin } from "../../src/start-tocsin.ts";
import { cloneDatabase } from "./throwaway-postgres.ts";
import { until } from "./until.ts";

export interface ApiAnswer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- specs read fields of answers by name
  body: any;
}

export interface RunningTocsin extends Tocsin {
  databaseUrl: string;
  /** One request with this key; objects are sent as JSON, text and bytes as they are. */
  call(
    method: string,
    path: string,
    key?: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer>;
  key(scopes: readonly Scope[], organisation?: string): Promise<string>;
  /** A key that acts for a named reviewer. */
  reviewerKey(name: string, organisation?: string): Promise<string>;
  /** Asks again until `ready` accepts the answer; fails with the last answer after `timeoutMs`. */
  until<T>(ask: () => Promise<T>, ready: (answer: T) => boolean, timeoutMs?: number): Promise<T>;
}

const SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

/** The environment of a Tocsin for specs: own port, short patience, and the local far ends that it may write to. */
export const testEnvironment = (
  databaseUrl: string,
  extra: Record<string, string> = {},
): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  TOCSIN_SECRET_KEY: SECRET_KEY,
  TOCSIN_STATUS: "Test",
  TOCSIN_NAME: "Night Owl Drug Checking (invented)",
  TOCSIN_SWEEP_SECONDS: "0.5",
  TOCSIN_RELAY_AGAIN_SECONDS: "2",
  TOCSIN_LEASE_SECONDS: "5",
  PORT: "0",
  ...extra,
});

/** The whole system in this process, on its own copy of the database, spoken to over HTTP. */
export async function runTocsin(
  options: {
    environment?: Record<string, string>;
    now?: () => Date;
    log?: Log;
    databaseUrl?: string;
    sender?: HttpSender;
    resolve?: Resolve;
  } = {},
): Promise<RunningTocsin> {
  const clone = options.databaseUrl ? undefined : await cloneDatabase(inject("adminUrl"), inject("template"));
  const databaseUrl = options.databaseUrl ?? clone?.url ?? "";
  const configured = readConfig(testEnvironment(databaseUrl, options.environment));
  if (configured.outcome === "refused") throw new Error(configured.problems.join("\n"));
  const tocsin = await startTocsin(
    configured.config,
    options.log ?? silentLog,
    options.now ?? (() => new Date()),
    options.sender,
    options.resolve,
  );
  const { db } = tocsin.installation;

  return {
    ...tocsin,
    databaseUrl,
    async stop() {
      await tocsin.stop();
      await clone?.drop();
    },
    async call(method, path, key, body, headers = {}) {
      const isRaw = typeof body === "string" || body instanceof Uint8Array;
      const answer = await fetch(tocsin.localUrl + path, {
        method,
        redirect: "manual",
        headers: {
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined || isRaw ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = text !== "" && answer.headers.get("content-type")?.includes("json");
      return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
    },
    async key(scopes, organisation = "Night Owl") {
      const organisationId = await findOrCreateOrganisation(db, organisation);
      return (await createKey(db, { organisationId, name: "spec", scopes })).key;
    },
    async reviewerKey(name, organisation = "Night Owl") {
      const reviewerId = await createReviewer(db, organisation, name);
      const organisationId = await findOrCreateOrganisation(db, organisation);
      return (await createKey(db, { organisationId, name, scopes: ["review", "read"], reviewerId })).key;
    },
    until,
  };
}

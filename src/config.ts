import { isAbsolute, resolve } from "node:path";
import * as z from "zod";
import type { OpenDataTerms } from "./domain/open-data.ts";
import { USUAL_FLOOR } from "./domain/suppress-small-cells.ts";

const origin = z
  .url({ protocol: /^https?$/, message: "must be an address such as https://alerts.example.org" })
  .transform((text) => new URL(text).origin);

const secretKey = z
  .string()
  .refine(
    (text) => Buffer.from(text, "base64").length === 32,
    "must be 32 random bytes in base64: openssl rand -base64 32",
  )
  .transform((text) => Buffer.from(text, "base64"));

const separated = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean),
  );

const Environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce.number("must be a port number").int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).default("127.0.0.1"),
  TOCSIN_URL: origin.optional(),
  TOCSIN_NAME: z.string().trim().min(1).max(80).default("Drug alerts"),
  TOCSIN_STATUS: z.enum(["Actual", "Exercise", "Test"], "must be Actual, Exercise or Test").default("Actual"),
  TOCSIN_CONTACT: z
    .string()
    .regex(
      /^(mailto:[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+|https:\/\/\S+)$/,
      "must be mailto:somebody@your-domain or an https address; push services write there when something is wrong",
    )
    .optional(),
  TOCSIN_DATA: z.string().default("./data"),
  TOCSIN_KNOWLEDGE: z.string().min(1).optional(),
  TOCSIN_SECRET_KEY: secretKey.optional(),
  TOCSIN_FORMER_SECRET_KEYS: separated.pipe(z.array(secretKey)),
  TOCSIN_EMBEDDED_IN_PRODUCTION: z.enum(["yes", "no"]).default("no"),
  TOCSIN_EDGE_URL: origin.optional(),
  TOCSIN_LOCAL_ENDPOINTS: separated.pipe(z.array(origin)),
  TOCSIN_PROCESS: z.enum(["all", "api", "workers"], "must be all, api or workers").default("all"),
  TOCSIN_SWEEP_SECONDS: z.coerce.number("must be a number of seconds").min(0.1).max(300).default(5),
  TOCSIN_RELAY_AGAIN_SECONDS: z.coerce.number("must be a number of seconds").min(0.5).max(600).default(20),
  TOCSIN_WEBSUB_HUB: z
    .url({ protocol: /^https?$/, message: "must be the address of a WebSub hub" })
    .optional(),
  TOCSIN_OPEN_DATA: z.enum(["yes", "no"], "must be yes or no").default("no"),
  TOCSIN_OPEN_DATA_LICENCE: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9.-]{1,39}$/,
      "must be the SPDX name of a licence, for example CC-BY-4.0 or CC0-1.0",
    )
    .default("CC-BY-4.0"),
  TOCSIN_OPEN_DATA_FLOOR: z.coerce
    .number("must be a number of samples")
    .int()
    .min(3, "must be 3 or more: below that nothing is hidden")
    .max(100)
    .default(USUAL_FLOOR),
  TOCSIN_LEASE_SECONDS: z.coerce.number("must be a number of seconds").min(1).max(600).default(60),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      message: "must be an address such as postgres://user:password@host:5432/tocsin",
    })
    .optional(),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, message: "must be an address such as redis://host:6379" })
    .optional(),
});

/** Relative folders lie where Tocsin lies, wherever it is started from. */
export const fromHere = (folder: string): string =>
  isAbsolute(folder) ? folder : resolve(import.meta.dirname, "..", folder);

export interface Config {
  isProduction: boolean;
  port: number;
  host: string;
  /** Origin that people and readers use; undefined: this machine at the port in use. */
  url: string | undefined;
  name: string;
  status: "Actual" | "Exercise" | "Test";
  /** VAPID subject. */
  contact: string;
  /** Absolute folder of the embedded database and of the secret key made for trying out. */
  dataFolder: string;
  /** Absolute folder of the organisation's own substances, areas, help lines and packs; undefined: only what Tocsin ships. */
  knowledgeFolder: string | undefined;
  secretKey: Buffer | undefined;
  /** What was sealed with these can still be read, until it is sealed anew. */
  formerSecretKeys: readonly Buffer[];
  /** Origin of the edge that is told when something is published; undefined: there is none, or it looks by itself. */
  edgeUrl: string | undefined;
  localEndpoints: readonly string[];
  /** Told of every publication; feeds name it. Undefined: readers ask by themselves. */
  webSubHub: string | undefined;
  /** On what terms results are published as tables; undefined: they are not. */
  openData: OpenDataTerms | undefined;
  /** What this process does; apart they share a DATABASE_URL. */
  process: "all" | "api" | "workers";
  sweepSeconds: number;
  relayAgainSeconds: number;
  leaseSeconds: number;
  /** Undefined: the embedded database. */
  databaseUrl: string | undefined;
  /** Undefined: the queue runs on the database. */
  redisUrl: string | undefined;
}

export type ConfigOutcome =
  | { outcome: "configured"; config: Config }
  | { outcome: "refused"; problems: string[] };

const TRYING_OUT_CONTACT = "mailto:nobody@tocsin.example.org";

/** Reads the environment once. All that is wrong is said at once, each with the variable's name and what would be right. Empty values count as absent. */
export function readConfig(environment: NodeJS.ProcessEnv): ConfigOutcome {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(given);
  if (!parsed.success)
    return {
      outcome: "refused",
      problems: parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`),
    };
  const env = parsed.data;
  const isProduction = env.NODE_ENV === "production";
  const problems = productionProblems(env, isProduction);
  if (env.DATABASE_URL && !env.TOCSIN_SECRET_KEY)
    problems.push(
      "TOCSIN_SECRET_KEY must be set when DATABASE_URL is: 32 random bytes in base64 (openssl rand -base64 32); keep it with your backups, without it subscriptions cannot be read",
    );
  if (env.TOCSIN_PROCESS !== "all" && !env.DATABASE_URL)
    problems.push(
      "TOCSIN_PROCESS can be api or workers only with DATABASE_URL: the embedded database belongs to one process",
    );
  if (problems.length > 0) return { outcome: "refused", problems };
  return {
    outcome: "configured",
    config: {
      isProduction,
      port: env.PORT,
      host: env.HOST,
      url: env.TOCSIN_URL,
      name: env.TOCSIN_NAME,
      status: env.TOCSIN_STATUS,
      contact: env.TOCSIN_CONTACT ?? TRYING_OUT_CONTACT,
      dataFolder: fromHere(env.TOCSIN_DATA),
      knowledgeFolder: env.TOCSIN_KNOWLEDGE === undefined ? undefined : fromHere(env.TOCSIN_KNOWLEDGE),
      secretKey: env.TOCSIN_SECRET_KEY,
      formerSecretKeys: env.TOCSIN_FORMER_SECRET_KEYS,
      edgeUrl: env.TOCSIN_EDGE_URL,
      localEndpoints: env.TOCSIN_LOCAL_ENDPOINTS,
      webSubHub: env.TOCSIN_WEBSUB_HUB,
      openData:
        env.TOCSIN_OPEN_DATA === "yes"
          ? { licence: env.TOCSIN_OPEN_DATA_LICENCE, floor: env.TOCSIN_OPEN_DATA_FLOOR }
          : undefined,
      process: env.TOCSIN_PROCESS,
      sweepSeconds: env.TOCSIN_SWEEP_SECONDS,
      relayAgainSeconds: env.TOCSIN_RELAY_AGAIN_SECONDS,
      leaseSeconds: env.TOCSIN_LEASE_SECONDS,
      databaseUrl: env.DATABASE_URL,
      redisUrl: env.REDIS_URL,
    },
  };
}

function productionProblems(env: z.infer<typeof Environment>, isProduction: boolean): string[] {
  if (!isProduction) return [];
  const problems: string[] = [];
  if (!env.DATABASE_URL && env.TOCSIN_EMBEDDED_IN_PRODUCTION !== "yes")
    problems.push(
      "DATABASE_URL must name a PostgreSQL server: the embedded database is for trying out (no pg_dump, one machine). To run it in production all the same, set TOCSIN_EMBEDDED_IN_PRODUCTION=yes",
    );
  if (!env.TOCSIN_URL)
    problems.push("TOCSIN_URL must be the public address, for example https://alerts.example.org");
  if (!env.TOCSIN_CONTACT)
    problems.push(
      "TOCSIN_CONTACT must be set (mailto: or https:): push services refuse senders whom they cannot write to",
    );
  if (env.TOCSIN_LOCAL_ENDPOINTS.length > 0)
    problems.push("TOCSIN_LOCAL_ENDPOINTS is for tests and exercises and must not be set in production");
  return problems;
}

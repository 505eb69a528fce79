import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../src/config.ts";
import { findFreePort } from "../src/embedded-postgres/find-free-port.ts";
import { createKey, type Scope } from "../src/identity/api-key.ts";
import { createLink, createReviewer, findOrCreateOrganisation } from "../src/identity/sign-in.ts";
import type { Log } from "../src/log.ts";
import { startTocsin, type Tocsin } from "../src/start-tocsin.ts";
import { ORGANISATION, SITE_NAME } from "./invented-night.ts";
import { type LocalPushService, startLocalPushService } from "./local-push-service.ts";
import { type Client, openClient } from "./open-client.ts";
import { startWebhookSink, type WebhookSink } from "./webhook-sink.ts";

export interface Reviewer extends Client {
  name: string;
}

/** A Tocsin for one night, and everybody who has to do with it. */
export interface Night {
  /** Address of the pages and of the API, for example "http://localhost:40123". */
  origin: string;
  push: LocalPushService;
  sink: WebhookSink;
  /** Somebody with a browser and no key. */
  anyone: Client;
  /** The session in the tent. */
  tent: Client;
  /** An outreach team with a server of its own. */
  outreach: Client;
  reviewers: readonly [Reviewer, Reviewer];
  /** Address that signs the first reviewer in, once. */
  signInAddress(): Promise<string>;
}

/**
 * Starts the whole system on a throw-away database in a temporary directory, with far ends on this machine. How to end each
 * part goes into `cleanUp`, which must not run before this has settled.
 */
export async function openNight(
  cleanUp: AsyncDisposableStack,
  log: Log,
  signal: AbortSignal,
): Promise<Night> {
  const directory = await mkdtemp(join(tmpdir(), "tocsin-demo-"));
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
  await chmod(directory, 0o711); // as root, the database runs as another user, who has to pass

  const push = await startLocalPushService();
  cleanUp.defer(() => push.close());
  const sink = await startWebhookSink();
  cleanUp.defer(() => sink.close());

  signal.throwIfAborted();
  const config = await nightConfig(directory, [push.origin, sink.origin]);
  const tocsin = await startTocsin(config, log, () => new Date());
  cleanUp.defer(() => tocsin.stop());
  return { push, sink, ...(await openClients(tocsin, signal)) };
}

/** Nothing of the caller's environment counts: this Tocsin must never meet a real database. */
async function nightConfig(directory: string, localEndpoints: string[]) {
  const configured = readConfig({
    TOCSIN_DATA: directory,
    TOCSIN_NAME: SITE_NAME,
    TOCSIN_STATUS: "Exercise",
    TOCSIN_LOCAL_ENDPOINTS: localEndpoints.join(","),
    PORT: String(await findFreePort(undefined)),
  });
  if (configured.outcome === "refused") throw new Error(configured.problems.join("\n"));
  return configured.config;
}

async function openClients({ installation, site }: Tocsin, signal: AbortSignal) {
  const { db } = installation;
  const origin = site.url;
  const organisationId = await findOrCreateOrganisation(db, ORGANISATION);
  const clientWith = async (name: string, scopes: Scope[], reviewerId?: string): Promise<Client> => {
    const actsFor = reviewerId === undefined ? {} : { reviewerId };
    const { key } = await createKey(db, { organisationId, name, scopes, ...actsFor });
    return openClient(origin, key, signal);
  };
  const reviewer = async (name: string) => {
    const reviewerId = await createReviewer(db, ORGANISATION, name);
    return { name, reviewerId, ...(await clientWith(name, ["review", "read"], reviewerId)) };
  };
  const [anna, ben] = [await reviewer("Anna (invented)"), await reviewer("Ben (invented)")] as const;
  return {
    origin,
    anyone: openClient(origin, undefined, signal),
    tent: await clientWith("tent", ["submit", "read"]),
    outreach: await clientWith("outreach", ["webhook"]),
    reviewers: [anna, ben] as const,
    signInAddress: async () => `${origin}/sign-in?token=${await createLink(db, anna.reviewerId, new Date())}`,
  };
}

import { type RunningWorkers, startWorkers } from "../workers/run.ts";
import { type HttpSender, openHttpSender } from "./adapters/post-once.ts";
import { type Resolve, resolveByDns } from "./adapters/public-address.ts";
import type { ClockLoop } from "./clock-loop.ts";
import type { Config } from "./config.ts";
import { openLiveAlerts } from "./db/live-alerts.ts";
import { unverifiedHelpLines } from "./domain/help-line.ts";
import { findFreePort } from "./embedded-postgres/find-free-port.ts";
import { followPublications } from "./follow-publications.ts";
import { buildApp } from "./http/app.ts";
import { headersOfEveryAnswer, serveReady } from "./http/serve-ready.ts";
import { keepNamingHost } from "./identity/naming-host.ts";
import { loadSigningKey } from "./identity/signing-key.ts";
import { loadVapidKeys } from "./identity/vapid-keys.ts";
import type { Log } from "./log.ts";
import { type Installation, openInstallation } from "./open-installation.ts";
import { openDocuments } from "./open-documents.ts";
import type { Site } from "./render/site.ts";
import { type RunningServer, startServer } from "./start-server.ts";

export interface Tocsin {
  installation: Installation;
  site: Site;
  /** Where this process serves, on this machine; empty when it does not. */
  localUrl: string;
  /** Ends requests, work and the embedded database, in this order. */
  stop(): Promise<void>;
}

export class AlreadyRunning extends Error {
  override name = "AlreadyRunning";
}

/**
 * The whole system in one process: API, pages, workers, and the embedded database where no other is named. The one place
 * where all is put together. `sender` is how it reaches the world outside, `resolve` how it finds out where a name leads.
 */
export async function startTocsin(
  config: Config,
  log: Log,
  now: () => Date,
  sender: HttpSender = openHttpSender(config.localEndpoints),
  resolve: Resolve = resolveByDns,
): Promise<Tocsin> {
  const installation = await openInstallation(config, log);
  for (const { id, verifiedOn } of unverifiedHelpLines(installation.knowledge.helpLines, now()))
    log.warn("help line left out of drafts: nobody has checked its number within twelve months", {
      helpLine: id,
      verifiedOn,
    });
  let workers: RunningWorkers | undefined;
  let server: RunningServer | undefined;
  let publications: ClockLoop | undefined;
  const stop = async () => {
    await server?.close();
    await publications?.stop();
    await workers?.stop();
    await installation.close();
  };
  try {
    if (installation.database === "embedded-in-use")
      throw new AlreadyRunning(`Tocsin is already running on ${config.dataFolder}.`);
    const port = config.port === 0 ? await findFreePort(undefined) : config.port;
    const vapidKeys = await loadVapidKeys(installation.db, installation.secrets);
    const site: Site = {
      name: config.name,
      url: config.url ?? `http://localhost:${port}`,
      language: "en",
      status: config.status,
      namingHost: await keepNamingHost(installation.db, config.url),
      webSubHub: config.webSubHub,
    };
    workers = await startWorkers({ config, installation, vapidKeys, sender, site, now, log });
    if (config.process === "workers") {
      log.info("started", { process: "workers", queue: config.redisUrl ? "redis" : "postgres" });
      return { installation, site, localUrl: "", stop };
    }
    const alerts = openLiveAlerts(installation.db, now, log);
    const looking = followPublications(alerts, log);
    publications = looking;
    const signingKey = await loadSigningKey(installation.db, installation.secrets);
    const documents = openDocuments({ ...installation, alerts, signingKey, site, now, log });
    const app = buildApp({
      ...installation,
      alerts,
      documents,
      signingKey,
      vapidKey: vapidKeys[0],
      localOrigins: config.localEndpoints,
      openData: config.openData,
      resolve,
      site,
      wake() {
        workers?.wake();
        looking.wake();
      },
      now,
      log,
    });
    const shortcut = serveReady({
      documents,
      version: () => alerts.version(),
      headers: await headersOfEveryAnswer(app),
      random: Math.random,
    });
    server = await startServer(app, config.host, port, { shortcut });
    const localUrl = `http://localhost:${server.port}`;
    log.info("started", {
      port: server.port,
      database: installation.database,
      queue: config.redisUrl ? "redis" : "postgres",
    });
    return { installation, site, localUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

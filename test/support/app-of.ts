import { buildApp } from "../../src/http/app.ts";
import { loadVapidKeys } from "../../src/identity/vapid-keys.ts";
import { silentLog } from "../../src/log.ts";
import type { RunningTocsin } from "./running-tocsin.ts";

/** The app as the server has it, to look at its routes or to give it another database. */
export async function appOf({ installation, site }: RunningTocsin, db = installation.db) {
  const [vapidKey] = await loadVapidKeys(installation.db, installation.secrets);
  return buildApp({
    ...installation,
    db,
    vapidKey,
    site,
    localOrigins: [],
    wake: () => {},
    now: () => new Date(),
    log: silentLog,
  });
}

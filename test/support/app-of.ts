import { openLiveAlerts } from "../../src/db/live-alerts.ts";
import { resolveByDns } from "../../src/adapters/public-address.ts";
import { buildApp } from "../../src/http/app.ts";
import { loadSigningKey } from "../../src/identity/signing-key.ts";
import { loadVapidKeys } from "../../src/identity/vapid-keys.ts";
import { silentLog } from "../../src/log.ts";
import { openDocuments } from "../../src/open-documents.ts";
import type { RunningTocsin } from "./running-tocsin.ts";

/** The app as the server has it, to look at its routes or to give it another database. */
export async function appOf({ installation, site }: RunningTocsin, db = installation.db) {
  const [vapidKey] = await loadVapidKeys(installation.db, installation.secrets);
  const alerts = openLiveAlerts(db, () => new Date(), silentLog);
  const signingKey = await loadSigningKey(installation.db, installation.secrets);
  const deps = { ...installation, alerts, signingKey, site, now: () => new Date(), log: silentLog };
  return buildApp({
    ...deps,
    db,
    documents: openDocuments(deps),
    vapidKey,
    localOrigins: [],
    openData: undefined,
    resolve: resolveByDns,
    wake: () => {},
  });
}

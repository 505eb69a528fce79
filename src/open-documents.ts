import { checkDocument } from "./adapters/check-document.ts";
import { compress } from "./adapters/compress.ts";
import type { LiveAlerts } from "./db/live-alerts.ts";
import type { Knowledge } from "./domain/knowledge.ts";
import { type DocumentCache, openDocumentCache } from "./http/document-cache.ts";
import type { SigningKey } from "./identity/signing-key.ts";
import type { Log } from "./log.ts";
import { documentAt } from "./render/document-at.ts";
import type { Site } from "./render/site.ts";

/** Feeds and CAP documents as the server has them: read by a second parser, compressed, signed. */
export function openDocuments(deps: {
  alerts: LiveAlerts;
  knowledge: Knowledge;
  signingKey: SigningKey;
  site: Site;
  now: () => Date;
  log: Log;
}): DocumentCache {
  const { alerts, knowledge, site, log } = deps;
  const known = {
    language: site.language,
    areas: knowledge.areas,
    substanceClasses: knowledge.catalogue.classesOfInterest(),
  };
  return openDocumentCache({
    reader: alerts,
    render: documentAt({ site, known, alerts }),
    check: checkDocument,
    compress,
    sign: deps.signingKey.sign,
    now: deps.now,
    onFault: (path, why) =>
      log.error("a document could not be renewed; the last one is served", { path, why }),
  });
}

import { canonicalJson } from "../domain/canonical-json.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import type { Site } from "./site.ts";

const TYPES = { Alert: "alert.published", Update: "alert.updated", Cancel: "alert.withdrawn" } as const;

/** What a webhook receives: the whole published revision. Fields are only ever added. */
export const webhookPayload = (site: Site, alert: PublishedAlert): string =>
  canonicalJson({
    type: TYPES[alert.msgType],
    timestamp: alert.publishedAt,
    data: {
      alertId: alert.alertId,
      revision: alert.revision,
      status: site.status,
      msgType: alert.msgType,
      publishedAt: alert.publishedAt,
      expiresAt: alert.expiresAt,
      url: site.url + ADDRESS.alert(alert.alertId),
      ...alert.content,
    },
  });

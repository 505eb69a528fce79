import { textIn } from "../domain/alert-content.ts";
import { ADDRESS } from "./addresses.ts";
import { embedWords } from "./embed-words.ts";
import type { EmbeddedAlerts } from "./embedded-alerts.ts";
import { LEVEL_WORDS } from "./say-level.ts";
import { sayInstant } from "./say-time.ts";
import type { Site } from "./site.ts";

/** What our element shows on another site, with every word that it prints. Times are UTC, ISO 8601. */
export const embedJson = (site: Site, embedded: EmbeddedAlerts, now: Date) => ({
  ...embedWords(site, embedded),
  remark: site.remark,
  asOf: `As of ${sayInstant(now)}.`,
  url: site.url + ADDRESS.alerts,
  alerts: embedded.shown.map((alert) => {
    const { headline, language } = textIn(alert.content, site.language);
    return {
      url: site.url + ADDRESS.alert(alert.alertId),
      headline,
      language,
      level: alert.content.level,
      levelName: LEVEL_WORDS[alert.content.level].name,
      areaName: alert.content.area.name,
      isUpdate: alert.msgType === "Update",
      publishedAt: alert.publishedAt,
      expiresAt: alert.expiresAt,
    };
  }),
});

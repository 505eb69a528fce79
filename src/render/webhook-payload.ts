import { canonicalJson } from "../domain/canonical-json.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import type { Site } from "./site.ts";

const TYPES = { Alert: "alert.published", Update: "alert.updated", Cancel: "alert.withdrawn" } as const;

/** `webhook-id` of a revision for a webhook: the same at every attempt and every replay. */
export const webhookMessageId = (
  { alertId, revision }: { alertId: string; revision: number },
  webhookId: string,
): string => `${alertId}:${revision}:${webhookId}`;

/**
 * What a webhook receives of a published revision: enough to decide who has to hear of it, and where to read the whole
 * (`url` for people, `api` for programs). Fields are only ever added.
 */
export const webhookPayload = (site: Site, alert: PublishedAlert, webhookId: string): string => {
  const { level, grade, audience, substance, substanceClasses, area, withdrawnBecause, texts } =
    alert.content;
  return canonicalJson({
    type: TYPES[alert.msgType],
    timestamp: alert.publishedAt,
    data: {
      alertId: alert.alertId,
      revision: alert.revision,
      status: site.status,
      msgType: alert.msgType,
      level,
      grade,
      audience,
      substance,
      substanceClasses,
      area,
      withdrawnBecause,
      headlines: Object.fromEntries(
        Object.entries(texts).map(([language, { headline }]) => [language, headline]),
      ),
      publishedAt: alert.publishedAt,
      expiresAt: alert.expiresAt,
      url: site.url + ADDRESS.alert(alert.alertId),
      api: site.url + ADDRESS.alertApi(alert.alertId),
      manage: site.url + ADDRESS.webhookApi(webhookId),
    },
  });
};

/** The first message to a webhook, and any that its organisation asks for as a test: its answer has to hold the challenge. */
export const webhookConfirmation = (site: Site, webhookId: string, challenge: string, now: Date): string =>
  canonicalJson({
    type: "webhook.confirmation",
    timestamp: now,
    data: {
      challenge,
      status: site.status,
      sender: site.name,
      manage: site.url + ADDRESS.webhookApi(webhookId),
    },
  });

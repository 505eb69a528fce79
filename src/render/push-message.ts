import { textIn } from "../domain/alert-content.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { type Site, statusPrefix } from "./site.ts";

/** Every message has this many bytes before encryption, so that its length tells nothing. */
export const PUSH_MESSAGE_BYTES = 2_048;

/**
 * A Declarative Web Push message (`web_push: 8030`), readable with and without a service worker. The title is neutral,
 * because lock screens are seen by others. The tag is the alert's: a later revision replaces an earlier one on the screen.
 */
export function pushMessage(site: Site, alert: PublishedAlert, language: string): string {
  const text = textIn(alert.content, language);
  return JSON.stringify({
    web_push: 8030,
    notification: {
      ...whereToLook(site, alert, text.language),
      body: text.push,
      lang: text.language,
      silent: false,
      data: { level: alert.content.level, revision: alert.revision, msgType: alert.msgType },
    },
  });
}

/** For a push service that takes less than it should: that there is something, and where. */
export const minimalPushMessage = (site: Site, alert: PublishedAlert, language: string): string =>
  JSON.stringify({ web_push: 8030, notification: whereToLook(site, alert, language) });

const FOR_OUTREACH = { en: "for outreach teams, preliminary", pl: "dla zespołów terenowych, wstępnie" };
const isWritten = (language: string): language is keyof typeof FOR_OUTREACH => language in FOR_OUTREACH;

const whereToLook = (site: Site, { alertId, content }: PublishedAlert, language: string) => ({
  title:
    statusPrefix(site) +
    site.name +
    (content.audience === "outreach" ? ` – ${FOR_OUTREACH[isWritten(language) ? language : "en"]}` : ""),
  tag: `alert-${alertId}`,
  navigate: site.url + ADDRESS.alert(alertId),
});

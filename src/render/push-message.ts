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
  const message = {
    web_push: 8030,
    notification: {
      title: statusPrefix(site) + site.name,
      body: text.push,
      lang: text.language,
      tag: `alert-${alert.alertId}`,
      navigate: site.url + ADDRESS.alert(alert.alertId),
      silent: false,
      data: { level: alert.content.level, revision: alert.revision, msgType: alert.msgType },
    },
  };
  const json = JSON.stringify(message);
  const bytes = new TextEncoder().encode(json).length;
  const padding = PUSH_MESSAGE_BYTES - bytes;
  if (padding < 0) throw new Error(`push message of ${bytes} bytes is longer than ${PUSH_MESSAGE_BYTES}`);
  return json + " ".repeat(padding);
}

import { ADDRESS } from "./addresses.ts";
import { type Site, statusPrefix } from "./site.ts";

/** Discreet, because others see the screen: it names no substance and no place. */
const WORDS: Record<string, string> = {
  en: "You will hear of drug alerts on this device.",
  pl: "Na tym urządzeniu będą się pojawiać ostrzeżenia.",
};

/** What the service worker sends back to show that the message has arrived. */
export interface Confirm {
  id: string;
  code: string;
}

/**
 * The first message to a device, and any that its holder asks for as a test. `mutable`, so that it is given to the service
 * worker also where browsers show messages by themselves.
 */
export function confirmationMessage(site: Site, confirm: Confirm, language: string): string {
  const lang = Object.hasOwn(WORDS, language) ? language : "en";
  return JSON.stringify({
    web_push: 8030,
    mutable: true,
    notification: {
      title: statusPrefix(site) + site.name,
      body: WORDS[lang],
      lang,
      tag: "confirmation",
      navigate: site.url + ADDRESS.subscribe,
      silent: false,
      data: { confirm },
    },
  });
}

/** The same in at most 512 bytes, whatever the site is called. */
export const minimalConfirmationMessage = (site: Site, confirm: Confirm): string =>
  JSON.stringify({
    web_push: 8030,
    mutable: true,
    notification: { title: "✓", navigate: site.url + ADDRESS.subscribe, data: { confirm } },
  });

import { isPlainHttps } from "./push-endpoint.ts";

export type WebhookAddressCheck = { outcome: "accepted"; url: URL } | { outcome: "refused"; detail: string };

const MOST_CHARACTERS = 1_024;
/** Names that mean something within a network only (RFC 6761, RFC 6762, RFC 8375, ICANN), or cannot be reached from here. */
const LOCAL_DOMAINS = ["localhost", "local", "internal", "lan", "home", "corp", "mail", "arpa", "onion"];

/**
 * The address of an organisation's own server: https at port 443, a name of the public internet, no user name, no fragment.
 * Numbers in place of a name are refused however they are written; the parser has made one spelling of them all.
 * `localOrigins`: origins that the operator named for tests and exercises. Where the name leads is checked at every connection.
 */
export function checkWebhookAddress(text: string, localOrigins: readonly string[]): WebhookAddressCheck {
  const refused = (detail: string) => ({ outcome: "refused" as const, detail });
  const url = text.length <= MOST_CHARACTERS ? URL.parse(text) : null;
  if (!url) return refused(`must be an absolute address of at most ${MOST_CHARACTERS} characters`);
  const isLocal = localOrigins.includes(url.origin) && url.username === "" && url.password === "";
  if (isLocal) return { outcome: "accepted", url };
  if (!isPlainHttps(url))
    return refused("must be an https address without port, user name, password or fragment");
  if (url.hostname.startsWith("[") || /^[\d.]+$/.test(url.hostname))
    return refused("must name a host: an address in numbers is not accepted");
  const labels = url.hostname.split(".");
  if (labels.length < 2 || labels.includes("") || LOCAL_DOMAINS.includes(labels.at(-1) ?? ""))
    return refused(`${url.hostname} is not a name on the public internet`);
  return { outcome: "accepted", url };
}

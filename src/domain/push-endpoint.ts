/**
 * Push services that browsers use, by hostname; `.` in front means any host below. Source: web-push-libs/web-push#801;
 * jmt17 is where unbranded Chromium builds subscribe.
 */
const PUSH_SERVICES = [
  "fcm.googleapis.com",
  "jmt17.google.com",
  "updates.push.services.mozilla.com",
  ".push.apple.com",
  ".notify.windows.com",
];

/** `service`: its name, one of few however many hosts it has; a test host's is its origin. */
export type EndpointCheck =
  | { outcome: "accepted"; origin: string; service: string }
  | { outcome: "refused"; detail: string };

/**
 * The name of the push service that an address belongs to: https, default port, no user name, hostname equal to or below a
 * known one. Undefined: it is not written to. `localOrigins` are test hosts that the operator named.
 */
export function pushServiceOf(url: URL, localOrigins: readonly string[]): string | undefined {
  if (localOrigins.includes(url.origin)) return url.origin;
  if (!isPlainHttps(url)) return undefined;
  const known = PUSH_SERVICES.find((host) =>
    host.startsWith(".") ? url.hostname.endsWith(host) : url.hostname === host,
  );
  return known?.replace(/^\./, "");
}

/** Nothing but https, host, path and query. */
export const isPlainHttps = ({ protocol, port, username, password, hash }: URL): boolean =>
  protocol === "https:" && port === "" && username === "" && password === "" && hash === "";

/** An endpoint is an address chosen by a stranger, so only known push services are written to. */
export function checkPushEndpoint(endpoint: string, localOrigins: readonly string[]): EndpointCheck {
  const url = URL.parse(endpoint);
  if (!url || endpoint.length > 1024)
    return {
      outcome: "refused",
      detail: "must be the absolute address of a push service, at most 1024 characters",
    };
  const service = pushServiceOf(url, localOrigins);
  if (service !== undefined) return { outcome: "accepted", origin: url.origin, service };
  return {
    outcome: "refused",
    detail: isPlainHttps(url)
      ? `${url.hostname} is not a push service that Tocsin knows; the operator can ask for it to be added`
      : "must be an https address without port, user name or fragment",
  };
}

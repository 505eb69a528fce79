/** Push services that browsers use, by hostname; `.` in front means any host below. Source: web-push-libs/web-push#801; jmt17 is where unbranded Chromium builds subscribe. */
const PUSH_SERVICES = [
  "fcm.googleapis.com",
  "jmt17.google.com",
  "updates.push.services.mozilla.com",
  ".push.apple.com",
  ".notify.windows.com",
];

export type EndpointCheck = { outcome: "accepted"; origin: string } | { outcome: "refused"; detail: string };

/**
 * An endpoint is an address chosen by a stranger, so only known push services are written to: https, default port, no user
 * name, hostname equal to or below a known one. `localOrigins` are test hosts that the operator named.
 */
export function checkPushEndpoint(endpoint: string, localOrigins: readonly string[]): EndpointCheck {
  const url = URL.parse(endpoint);
  if (!url || endpoint.length > 1024)
    return {
      outcome: "refused",
      detail: "must be the absolute address of a push service, at most 1024 characters",
    };
  if (localOrigins.includes(url.origin)) return { outcome: "accepted", origin: url.origin };
  if (
    url.protocol !== "https:" ||
    url.port !== "" ||
    url.username !== "" ||
    url.password !== "" ||
    url.hash !== ""
  )
    return { outcome: "refused", detail: "must be an https address without port, user name or fragment" };
  const isKnown = PUSH_SERVICES.some((host) =>
    host.startsWith(".") ? url.hostname.endsWith(host) : url.hostname === host,
  );
  return isKnown
    ? { outcome: "accepted", origin: url.origin }
    : {
        outcome: "refused",
        detail: `${url.hostname} is not a push service that Tocsin knows; the operator can ask for it to be added`,
      };
}

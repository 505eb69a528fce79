/**
 * Shows what is pushed. It keeps no alert and answers no request: an old warning must never be served as the current one.
 * One plain script without imports, so that every browser that knows push can start it.
 * A push that shows nothing costs the permission on Apple devices, so every push shows something, whatever it holds.
 */
const FALLBACK = {
  title: "New drug alert – open the page",
  body: "",
  navigate: "/",
  tag: "",
  lang: "en",
  silent: false,
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) =>
  event.waitUntil(Promise.allSettled([self.clients.claim(), checkSubscription()])),
);

self.addEventListener("push", (event) => {
  event.waitUntil(Promise.all([show(event.data), confirm(event.data)]));
});

/** Never rejects. `data` is the JSON of a Declarative Web Push message. */
async function show(data) {
  const { title, body, navigate, tag, lang, silent } = readNotification(data);
  const options = {
    body,
    tag,
    lang,
    silent,
    renotify: tag !== "",
    icon: "/icon-192.png",
    data: { navigate },
  };
  try {
    await self.registration.showNotification(title, options);
  } catch {
    await self.registration
      .showNotification(FALLBACK.title, { data: { navigate: "/" } })
      .catch(() => undefined);
  }
}

function readNotification(data) {
  try {
    const message = data.json();
    const given = message.web_push === 8030 ? message.notification : undefined;
    if (typeof given?.title !== "string" || given.title === "") return FALLBACK;
    const known = Object.entries(FALLBACK).map(([name, otherwise]) => [
      name,
      typeof given[name] === typeof otherwise ? given[name] : otherwise,
    ]);
    return Object.fromEntries(known);
  } catch {
    return FALLBACK;
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(pathWithin(event.notification.data?.navigate)));
});

/** A path of this site, whatever the message says. */
function pathWithin(navigate) {
  try {
    const url = new URL(navigate ?? "/", self.location.origin);
    return url.origin === self.location.origin ? url.pathname + url.search : "/";
  } catch {
    return "/";
  }
}

async function open(path) {
  const windows = await self.clients.matchAll({ type: "window" });
  const already = windows.find(({ url }) => new URL(url).pathname === path);
  return already ? already.focus() : self.clients.openWindow(path);
}

/** Where this device keeps the record of its own subscription: see kept-subscription.js. */
const KEPT = {
  cacheName: "tocsin-subscription",
  address: "/kept-subscription",
  unsent: "/unsent-confirmation",
};
const JSON_BODY = { "Content-Type": "application/json" };
const PAUSES_MS = [0, 2_000, 8_000];

/**
 * A message that carries a code asks us to send it back: so the server learns that what it sends arrives. Never rejects. What
 * cannot be sent now is left for the next visit to a page.
 */
async function confirm(data) {
  const code = readConfirmation(data);
  if (!code) return;
  const cache = await caches.open(KEPT.cacheName).catch(() => undefined);
  await cache?.put(KEPT.unsent, new Response(JSON.stringify(code))).catch(() => undefined);
  for (const pauseMs of PAUSES_MS) {
    await new Promise((done) => setTimeout(done, pauseMs));
    if (await sendConfirmation(code)) return cache?.delete(KEPT.unsent).catch(() => undefined);
  }
}

function readConfirmation(data) {
  try {
    const { id, code } = data.json().notification.data.confirm;
    return typeof id === "string" && typeof code === "string" ? { id, code } : undefined;
  } catch {
    return undefined;
  }
}

/** True once the server has answered, whatever it says: it will say the same again. */
async function sendConfirmation({ id, code }) {
  const answer = await fetch(`/v1/subscriptions/${encodeURIComponent(id)}/confirm`, {
    method: "POST",
    headers: JSON_BODY,
    body: JSON.stringify({ code }),
  }).catch(() => undefined);
  return answer !== undefined && answer.status < 500;
}

/** The browser has ended or renewed the subscription by itself. When a request fails, the next visit to a page asks again. */
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(checkSubscription().catch(() => undefined));
});

/** A page asks how it stands; it gives the port to answer at. */
self.addEventListener("message", (event) => {
  if (event.data !== "check-subscription") return;
  const answer = checkSubscription().catch(() => ({ outcome: "trouble" }));
  event.waitUntil(answer.then((it) => event.ports[0]?.postMessage(it)));
});

/**
 * Holds what this device keeps against what its browser has and what the server knows, and subscribes anew, for the same
 * interest, where one of them has lost it. Outcomes: "none", "offline", "trouble", "lost" (permission is missing), and with
 * `kept` and what the server knows as `known`: "held", "renewed".
 */
async function checkSubscription() {
  const found = await caches.match(KEPT.address, { cacheName: KEPT.cacheName });
  if (!found) return { outcome: "none" };
  const kept = await found.json();
  const unsent = await caches.match(KEPT.unsent, { cacheName: KEPT.cacheName });
  if (unsent && (await sendConfirmation(await unsent.json())))
    await (await caches.open(KEPT.cacheName)).delete(KEPT.unsent);

  const own = await ask(`/v1/subscriptions/${encodeURIComponent(kept.id)}`, {
    headers: { Authorization: `Bearer ${kept.managementToken}` },
  });
  if (own.outcome !== "answered" && own.status !== 404) return own;
  const known = own.outcome === "answered" && !own.body.endedAt ? own.body : undefined;
  const server = await ask("/v1/application-server-key");
  if (server.outcome !== "answered") return server;
  const { applicationServerKey } = server.body;

  const { pushManager } = self.registration;
  const current = await pushManager.getSubscription();
  const isUsable = current !== null && hasKey(current, applicationServerKey);
  const isKept = current?.endpoint === kept.endpoint;
  if (known && !known.needsNewSubscription && isUsable && isKept) return { outcome: "held", kept, known };

  const options = { userVisibleOnly: true, applicationServerKey };
  if ((await pushManager.permissionState(options)) !== "granted") return { outcome: "lost" };
  // One that the browser has just made by itself is good; the one that we had is not.
  if (current && (!isUsable || isKept)) await current.unsubscribe();
  const subscription = isUsable && !isKept ? current : await pushManager.subscribe(options);
  return renew(kept, subscription);
}

async function renew(former, subscription) {
  const { id, managementToken, interest } = former;
  const made = await ask("/v1/subscriptions", {
    method: "POST",
    headers: JSON_BODY,
    body: JSON.stringify({ subscription, interest, replaces: { id, managementToken } }),
  });
  if (made.outcome !== "answered") return made;
  const kept = { ...made.body, interest, endpoint: subscription.endpoint };
  const cache = await caches.open(KEPT.cacheName);
  await cache.put(KEPT.address, new Response(JSON.stringify(kept)));
  return { outcome: "renewed", kept, known: { interest, confirmedAt: null } };
}

async function ask(path, init) {
  const answer = await fetch(path, { credentials: "omit", ...init }).catch(() => undefined);
  if (!answer) return { outcome: "offline" };
  return answer.ok
    ? { outcome: "answered", body: await answer.json() }
    : { outcome: "trouble", status: answer.status };
}

/** Whether a subscription was made for this key; one made for an earlier key would never be reached. */
function hasKey(subscription, applicationServerKey) {
  const key = subscription.options.applicationServerKey;
  if (!key) return true; // some browsers do not tell
  const base64 = btoa(String.fromCharCode(...new Uint8Array(key)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") === applicationServerKey;
}

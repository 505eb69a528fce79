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
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  event.waitUntil(show(event.data));
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

/** The browser has ended the subscription by itself: subscribe again for the same interest, and tell the server. */
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renew(event));
});

/** Where pages leave the record of this device's subscription for us: see kept-subscription.js. */
const KEPT = { cacheName: "tocsin-subscription", address: "/kept-subscription" };

/** When a request fails, the next visit to the page subscribes again. */
async function renew({ oldSubscription, newSubscription }) {
  const found = await caches.match(KEPT.address, { cacheName: KEPT.cacheName });
  if (!found) return;
  const kept = await found.json();
  const subscription = newSubscription ?? (await subscribeAgain(oldSubscription));
  if (!subscription) return;
  const answer = await fetch("/v1/subscriptions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ subscription, interest: kept.interest }),
  });
  if (!answer.ok) return;
  const { id, managementToken } = await answer.json();
  const cache = await caches.open(KEPT.cacheName);
  await cache.put(
    KEPT.address,
    new Response(JSON.stringify({ id, managementToken, interest: kept.interest })),
  );
  if (id === kept.id) return;
  await fetch(`/v1/subscriptions/${encodeURIComponent(kept.id)}`, {
    method: "DELETE",
    headers: { Authorization: `Bearer ${kept.managementToken}` },
  });
}

function subscribeAgain(oldSubscription) {
  const applicationServerKey = oldSubscription?.options?.applicationServerKey;
  if (!applicationServerKey) return undefined;
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

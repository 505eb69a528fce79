/**
 * What this device keeps of its own subscription: `{ id, managementToken }`, the only key to change or delete it.
 * Pages use localStorage. The service worker cannot read that and may have to subscribe anew while no page is open,
 * so the same record stands in a cache, and what stands there is the newer of the two.
 */
const KEY = "tocsin-subscription";
const CACHED_AT = "/kept-subscription";

/** @returns {Promise<{ id: string, managementToken: string, interest: object } | undefined>} */
export async function readKept() {
  const cached = await readCached();
  if (cached) return cached;
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {{ id: string, managementToken: string, interest: object }} kept */
export async function keep(kept) {
  localStorage.setItem(KEY, JSON.stringify(kept));
  const cache = await caches.open(KEY);
  await cache.put(CACHED_AT, new Response(JSON.stringify(kept)));
}

export async function forgetKept() {
  localStorage.removeItem(KEY);
  await caches.delete(KEY);
}

async function readCached() {
  const answer = await caches.match(CACHED_AT, { cacheName: KEY });
  return answer?.json();
}

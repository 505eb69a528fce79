/**
 * What this device keeps of its own subscription: the token is the only key to change or delete it, the endpoint tells whether
 * the browser still has the same one. In a cache, because the service worker reads and writes it too.
 * @typedef {{ id: string, managementToken: string, endpoint: string, interest: object }} Kept
 */
const CACHE = "tocsin-subscription";
const ADDRESS = "/kept-subscription";

/** @returns {Promise<Kept | undefined>} */
export async function readKept() {
  const answer = await caches.match(ADDRESS, { cacheName: CACHE });
  return answer?.json();
}

/** @param {Kept} kept */
export async function keep(kept) {
  const cache = await caches.open(CACHE);
  await cache.put(ADDRESS, new Response(JSON.stringify(kept)));
}

export const forgetKept = () => caches.delete(CACHE);

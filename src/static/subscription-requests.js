/** The requests about one subscription. Each answers with the response, or undefined when there was no connection. */

const send = (path, init) => fetch(path, { credentials: "omit", ...init }).catch(() => undefined);

const withKey = ({ managementToken }) => ({ Authorization: `Bearer ${managementToken}` });

const address = ({ id }) => `/v1/subscriptions/${encodeURIComponent(id)}`;

const JSON_BODY = { "Content-Type": "application/json" };

/** `invitation`: what stands in the link of an organisation; `former`: what this takes the place of. Both may be undefined. */
export const postSubscription = (subscription, interest, { invitation, former }) =>
  send("/v1/subscriptions", {
    method: "POST",
    headers: JSON_BODY,
    body: JSON.stringify({
      subscription,
      interest,
      invitation,
      replaces: former && { id: former.id, managementToken: former.managementToken },
    }),
  });

export const getSubscription = (kept) => send(address(kept), { headers: withKey(kept) });

export const putInterest = (kept, interest) =>
  send(address(kept), {
    method: "PUT",
    headers: { ...JSON_BODY, ...withKey(kept) },
    body: JSON.stringify(interest),
  });

export const deleteSubscription = (kept) => send(address(kept), { method: "DELETE", headers: withKey(kept) });

export const postTest = (kept) => send(`${address(kept)}/test`, { method: "POST", headers: withKey(kept) });

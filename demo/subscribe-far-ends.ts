import { Confirmed, Subscribed, WebhookRegistered, WebhookStanding } from "./answers.ts";
import { until } from "./open-client.ts";
import type { Night } from "./open-night.ts";
import type { Steps } from "./show-steps.ts";
import type { UserAgent } from "./user-agent.ts";

const PATIENCE_MS = 15_000;

/** A phone and an outreach team's server ask for alerts; answers the phone. */
export async function subscribeFarEnds(night: Night, show: Steps): Promise<UserAgent> {
  const page = await night.anyone.read("/subscribe");
  const applicationServerKey = /data-application-server-key="([\w-]+)"/.exec(page)?.[1];
  if (applicationServerKey === undefined)
    throw new Error("the page “Get alerts” holds no application server key");
  const phone = night.push.newUserAgent({ applicationServerKey });
  const request = { subscription: phone.subscription, interest: { areas: ["PL"], levelFloor: "warning" } };
  const { id } = await night.anyone.post("/v1/subscriptions", request, Subscribed);
  show.step("Subscribed: a phone, by web push");
  show.detail("Interest: Poland, warnings and above. No account, no name; the endpoint is stored encrypted.");
  const { code } = await night.push.waitFor(() => phone.confirmations[0], PATIENCE_MS);
  await night.anyone.post(`/v1/subscriptions/${id}/confirm`, { code }, Confirmed);
  show.step("Confirmed: the first message has reached the phone");

  const webhook = { url: night.sink.url, interest: { areas: ["PL-14"] } };
  const registered = await night.outreach.post("/v1/webhooks", webhook, WebhookRegistered);
  night.sink.trust(registered.secret);
  show.step("Subscribed: an outreach team's server, by webhook");
  show.detail("Interest: Mazowieckie. It got a secret to check signatures with.");
  await until("the server's answer to the challenge", async () => {
    const { confirmedAt } = await night.outreach.get(`/v1/webhooks/${registered.id}`, WebhookStanding);
    return confirmedAt ?? undefined;
  });
  show.step("Confirmed: the server has answered the challenge");
  return phone;
}

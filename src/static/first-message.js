/** Nobody is told that they are subscribed before a message has reached the device. */
import { forgetKept } from "./kept-subscription.js";
import { getSubscription, postTest } from "./subscription-requests.js";

const ASK_EVERY_MS = 1_000;
const TIMES = 30;

const DATE = { dateStyle: "long" };

/** For example “4 July 2026”, in the language of the page. */
export const dayOf = (time) =>
  new Intl.DateTimeFormat(document.documentElement.lang, DATE).format(new Date(time));

/** Says when the first message has arrived, or what to do when it does not. True when it has. */
export async function waitForFirstMessage(kept, say) {
  for (let times = 0; times < TIMES; times++) {
    const answer = await getSubscription(kept);
    const known = answer?.ok ? await answer.json() : undefined;
    if (known?.confirmedAt) {
      say("Subscribed. Alerts will be shown on this device. You can change or end this at any time.");
      return true;
    }
    if (answer?.status === 404) {
      await startAfresh();
      say(
        "The service that carries notifications for this browser has refused. Please try again, or use a feed.",
      );
      return false;
    }
    say("One more moment: waiting for the first message…");
    await new Promise((done) => setTimeout(done, ASK_EVERY_MS));
  }
  say(
    "The first message has not arrived yet, and no alert is sent before it has. Is this device connected, and may this browser show notifications in the settings of the device? Then send a test message, or come back to this page later.",
  );
  return false;
}

/** The subscription that the browser has is of no use: the next one shall be a new one. */
async function startAfresh() {
  await forgetKept();
  const registration = await navigator.serviceWorker.getRegistration("/");
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** Lets `button` send a test message to this device. `kept`: a function, because the subscription may be renewed meanwhile. */
export function offerTest(button, kept, say) {
  if (!button.hidden) return;
  button.hidden = false;
  button.addEventListener("click", () => void sendTest(kept(), say));
}

async function sendTest(kept, say) {
  const answer = await postTest(kept);
  if (!answer) return say("There is no connection. No test message was sent.");
  if (answer.status === 429) return say("A test message can be sent once a minute. Please wait a little.");
  if (!answer.ok) return say(`The server refused (${answer.status}). No test message was sent.`);
  const known = await getSubscription(kept);
  const isConfirmed = known?.ok && (await known.json()).confirmedAt;
  if (!isConfirmed) return waitForFirstMessage(kept, say);
  return say("A test message is on its way. It should be shown within a minute.");
}

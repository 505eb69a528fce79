/** Change, see or delete the subscription of this device. */
import { checkSubscription } from "./check-subscription.js";
import { dayOf, offerTest, waitForFirstMessage } from "./first-message.js";
import { allowMorePlaces, fillInterest, prepareQuietHours, readInterest } from "./interest-form.js";
import { forgetKept, keep, readKept } from "./kept-subscription.js";
import { deleteSubscription, getSubscription, putInterest } from "./subscription-requests.js";

const form = document.querySelector("#subscription");
const result = document.querySelector("#manage-result");
const exported = document.querySelector("#export-result");
const parts = [form, document.querySelector("#own-data"), document.querySelector("#ending")];
/** What this device keeps of its subscription. */
let own;

const say = (text) => {
  result.textContent = text;
};
const show = (isShown) => {
  for (const part of parts) part.hidden = !isShown;
};

const NOT_HERE = "This device has no subscription.";
const OFFLINE = "There is no connection. Nothing was changed: please try again.";

async function start() {
  const before = await readKept();
  if (!before) return say(NOT_HERE);
  const { outcome, kept, known } = await checkSubscription();
  if (outcome === "offline") return say("There is no connection. Open this page again when there is.");
  if (outcome === "trouble") return say("The server cannot answer now. Open this page again later.");
  if (outcome !== "held" && outcome !== "renewed") {
    const left = await deleteSubscription(before);
    if (left) await forgetKept();
    return say(`${NOT_HERE} It has ended, or notifications are not allowed any more.`);
  }
  own = kept;
  prepareQuietHours(form);
  fillInterest(form, known.interest);
  allowMorePlaces(form);
  show(true);
  offerTest(document.querySelector("#test"), () => own, say);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save();
  });
  document.querySelector("#export").addEventListener("click", () => void showAll());
  document.querySelector("#delete").addEventListener("click", () => void end());
  if (!known.confirmedAt) return waitForFirstMessage(own, say);
  say(`This device is subscribed. A message has reached it on ${dayOf(known.confirmedAt)}.`);
}

async function save() {
  const interest = readInterest(form);
  const answer = await putInterest(own, interest);
  if (answer?.ok) {
    own = { ...own, interest };
    await keep(own);
  }
  report(answer, "Saved.");
}

async function showAll() {
  const answer = await getSubscription(own);
  if (answer?.ok) {
    exported.textContent = JSON.stringify(await answer.json(), undefined, 2);
    exported.hidden = false;
    exported.focus();
  }
  report(
    answer,
    "What is kept is shown below and can be selected and copied. Besides, there are the encrypted address and keys that the browser gave out.",
  );
}

async function end() {
  const answer = await deleteSubscription(own);
  const isGone = answer?.ok || answer?.status === 404;
  if (!isGone) return report(answer, "");
  const registration = await navigator.serviceWorker?.getRegistration("/");
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
  await forgetKept();
  show(false);
  say("Ended. Everything that was kept about this subscription is deleted.");
}

function report(answer, done) {
  if (!answer) say(OFFLINE);
  else say(answer.ok ? done : `The server refused (${answer.status}). Nothing was changed.`);
  result.scrollIntoView({ block: "center" });
}

void start();

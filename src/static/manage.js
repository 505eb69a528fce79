/** Change, see or delete the subscription of this device. */
import { allowMorePlaces, fillInterest, readInterest } from "./interest-form.js";
import { forgetKept, keep, readKept } from "./kept-subscription.js";
import { deleteSubscription, getSubscription, putInterest } from "./subscription-requests.js";

const form = document.querySelector("#subscription");
const result = document.querySelector("#manage-result");
const exported = document.querySelector("#export-result");
const parts = [form, document.querySelector("#own-data"), document.querySelector("#ending")];

const say = (text) => {
  result.textContent = text;
};
const show = (isShown) => {
  for (const part of parts) part.hidden = !isShown;
};

const NOT_HERE = "This device has no subscription.";
const OFFLINE = "There is no connection. Nothing was changed: please try again.";

async function start() {
  const kept = await readKept();
  if (!kept) return say(NOT_HERE);
  const answer = await getSubscription(kept);
  if (!answer) return say("There is no connection. Open this page again when there is.");
  if (answer.status >= 500) return say("The server cannot answer now. Open this page again later.");
  const known = answer.ok ? await answer.json() : undefined;
  if (!known || known.endedAt) {
    await forgetKept();
    return say(`${NOT_HERE} It has ended, or was deleted.`);
  }
  fillInterest(form, known.interest);
  allowMorePlaces(form);
  show(true);
  say("This device is subscribed.");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(kept);
  });
  document.querySelector("#export").addEventListener("click", () => void showAll(kept));
  document.querySelector("#delete").addEventListener("click", () => void end(kept));
}

async function save(kept) {
  const interest = readInterest(form);
  const answer = await putInterest(kept, interest);
  if (answer?.ok) await keep({ ...kept, interest });
  report(answer, "Saved.");
}

async function showAll(kept) {
  const answer = await getSubscription(kept);
  if (answer?.ok) {
    exported.textContent = JSON.stringify(await answer.json(), undefined, 2);
    exported.hidden = false;
    exported.focus();
  }
  report(answer, "Everything that is kept is shown below. It can be selected and copied.");
}

async function end(kept) {
  const answer = await deleteSubscription(kept);
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

/** The button that subscribes this device, and the check at every later visit that it still is subscribed. */
import { checkSubscription } from "./check-subscription.js";
import { dayOf, offerTest, waitForFirstMessage } from "./first-message.js";
import { allowMorePlaces, fillInterest, prepareQuietHours, readInterest } from "./interest-form.js";
import { keep, readKept } from "./kept-subscription.js";
import { postSubscription, putInterest } from "./subscription-requests.js";

const form = document.querySelector("#subscription");
const button = document.querySelector("#subscribe");
const test = document.querySelector("#test");
const result = document.querySelector("#subscribe-result");
/** Only on the page of an invitation. */
const invitation = form.elements.invitation?.value;
/** What this device keeps, once it has subscribed. */
let own;

const say = (text) => {
  result.textContent = text;
};

const isAppleMobile = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);

async function start() {
  allowMorePlaces(form);
  prepareQuietHours(form);
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return explainMissing();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void subscribe();
  });
  button.disabled = false;
  if (Notification.permission === "denied") return explainDenied();
  await confirmKept();
}

function explainMissing() {
  if (isAppleMobile()) {
    document.querySelector("#home-screen").hidden = false;
    say("On this device it takes one more step: see below.");
  } else say("This browser cannot receive notifications. The feeds below work everywhere.");
}

const explainDenied = () =>
  say(
    "Notifications from this site are blocked in this browser. You can allow them in its settings, or use a feed: see below.",
  );

/** A device that subscribed earlier: what it keeps is held against what its browser has and the server knows. */
async function confirmKept() {
  own = await readKept();
  if (!own) return;
  fillInterest(form, own.interest);
  button.textContent = "Save for this device";
  const { outcome, kept, known } = await checkSubscription();
  if (outcome === "offline")
    return say("This device has subscribed. There is no connection now to check that it still holds.");
  if (outcome === "trouble") return say("The server cannot answer now. This device stays as it is.");
  if (outcome === "held" || outcome === "renewed") {
    own = kept;
    offerTest(test, () => own, say);
    if (!known.confirmedAt) return waitForFirstMessage(own, say);
    return say(`This device is subscribed. A message has reached it on ${dayOf(known.confirmedAt)}.`);
  }
  if (Notification.permission === "granted") return subscribe();
  say("This device was subscribed, and is no longer. Tap the button to subscribe again.");
}

/** Asks for permission only now, after the tap. Says plainly how it ended. */
async function subscribe() {
  button.disabled = true;
  say("One moment…");
  try {
    await sendSubscription(readInterest(form));
  } catch (error) {
    say(
      Notification.permission === "denied"
        ? "You chose not to allow notifications. That is fine: the feeds below need no permission."
        : `This did not work: ${error.message}. Please try again, or use a feed: see below.`,
    );
  } finally {
    button.disabled = false;
  }
}

async function sendSubscription(interest) {
  // First of all, while the tap still counts: some browsers refuse to ask later.
  if ((await Notification.requestPermission()) !== "granted")
    return say(
      "Without permission no notification can be shown. Tap again if you change your mind, or use a feed: see below.",
    );
  await navigator.serviceWorker.register("/sw.js");
  const { pushManager } = await workerReady();
  const former = await readKept();
  const existing = await pushManager.getSubscription();
  const isSame = former && existing && existing.endpoint === former.endpoint && hasOurKey(existing);
  if (!invitation && isSame && (await putInterest(former, interest))?.ok)
    return finish({ ...former, interest });

  const subscription = await freshSubscription(pushManager, existing);
  const answer = await postSubscription(subscription, interest, { invitation, former });
  if (!answer) return say("There is no connection. Nothing was subscribed: please try again.");
  if (!answer.ok)
    return say(`The server refused (${answer.status}). Nothing was subscribed: please try again.`);
  const { id, managementToken } = await answer.json();
  await finish({ id, managementToken, interest, endpoint: subscription.endpoint });
}

async function finish(kept) {
  await keep(kept);
  own = kept;
  button.textContent = "Save for this device";
  offerTest(test, () => own, say);
  await waitForFirstMessage(kept, say);
}

/** A worker that cannot start leaves `ready` waiting for ever. */
function workerReady() {
  const giveUp = new Promise((_, reject) => {
    setTimeout(() => reject(new Error("the browser did not start the part that shows alerts")), 20_000);
  });
  return Promise.race([navigator.serviceWorker.ready, giveUp]);
}

/** The browser's subscription for the key that the server uses now; one made for an earlier key would never be reached. */
async function freshSubscription(pushManager, existing) {
  if (existing && hasOurKey(existing)) return existing;
  await existing?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: ourKey() });
}

const ourKey = () => form.dataset.applicationServerKey;

function hasOurKey(subscription) {
  const key = subscription.options.applicationServerKey;
  if (!key) return true; // some browsers do not tell
  const base64 = btoa(String.fromCharCode(...new Uint8Array(key)));
  return (
    base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === ourKey().replaceAll("=", "")
  );
}

void start();

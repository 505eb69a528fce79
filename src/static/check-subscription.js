/** Asks the service worker how it stands with this device's subscription; it renews what was lost where it may. */
import { readKept } from "./kept-subscription.js";

const PATIENCE_MS = 15_000;

/** @returns the outcome of `checkSubscription` in sw.js; "lost" also when the browser has no worker of ours any more. */
export async function checkSubscription() {
  if (!(await readKept())) return { outcome: "none" };
  const registration = await navigator.serviceWorker?.getRegistration("/");
  const worker = registration?.active;
  if (!worker) return { outcome: "lost" };
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => {
    port1.addEventListener("message", ({ data }) => resolve(data));
    port1.start();
    setTimeout(() => resolve({ outcome: "trouble" }), PATIENCE_MS);
  });
  worker.postMessage("check-subscription", [port2]);
  return answer;
}

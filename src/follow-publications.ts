import { type ClockLoop, startClockLoop } from "./clock-loop.ts";
import type { LiveAlerts } from "./db/live-alerts.ts";
import { faultFields, type Log } from "./log.ts";

/** How often a process that serves pages finds out whether another has published something. */
const LOOK_MS = 250;

/** Keeps pages and feeds up to date. That the database cannot be asked is said once, and once that it can again. */
export function followPublications(alerts: LiveAlerts, log: Log): ClockLoop {
  let isLost = false;
  const look = async () => {
    try {
      await alerts.look();
      if (isLost) log.info("what was published can be read again");
      isLost = false;
    } catch (error) {
      if (!isLost)
        log.error("what was published cannot be read; the last copy is served", faultFields(error));
      isLost = true;
    }
  };
  return startClockLoop("publications", LOOK_MS, look, log);
}

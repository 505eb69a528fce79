import type { EmbeddedAlerts } from "./embedded-alerts.ts";
import { type Site, statusPrefix } from "./site.ts";

/** What stands around the alerts on somebody else's page. */
export interface EmbedWords {
  heading: string;
  /** Only on an installation that is not live. */
  status: string | undefined;
  /** Only when there is nothing current. */
  empty: string | undefined;
  more: string | undefined;
  caveat: string;
  allAlerts: string;
}

/** The same words whether the page shows them in a frame or through our element. */
export const embedWords = (site: Site, { areaName, shown, more }: EmbeddedAlerts): EmbedWords => ({
  heading: `${statusPrefix(site)}${areaName === undefined ? "Drug alerts" : `Drug alerts, ${areaName}`}`,
  status:
    site.status === "Actual"
      ? undefined
      : `This is ${site.status === "Exercise" ? "an exercise" : "a test"}. Nothing here was found in a real sample.`,
  empty:
    shown.length === 0
      ? "No current alerts. No warning is not proof that anything is without risk. Most of what is sold is never tested."
      : undefined,
  more: more === 0 ? undefined : `${more} more current ${more === 1 ? "alert" : "alerts"}`,
  caveat: `From ${site.name}. No alert about something is not proof that it is without risk.`,
  allAlerts: "All alerts, and how to get them",
});

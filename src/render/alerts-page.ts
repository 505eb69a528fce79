import { html } from "hono/html";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { alertCard, endedAlertLine } from "./alert-card.ts";
import { standingOf } from "./alert-standing.ts";
import { publicPage } from "./layout.ts";
import type { Markup } from "./markup.ts";
import { sayInstant } from "./say-time.ts";
import type { Site } from "./site.ts";

/**
 * The list that everybody can read. Current alerts first, red ones before all others, else newest first;
 * then those that ended lately. Says when it was made, because a copy of it may be kept.
 */
export function alertsPage(site: Site, alerts: readonly PublishedAlert[], now: Date): string {
  const newestFirst = alerts.toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime());
  const current = newestFirst.filter((alert) => standingOf(alert, now) === "current");
  const ended = newestFirst.filter((alert) => ["withdrawn", "expired"].includes(standingOf(alert, now)));
  const ordered = current.toSorted((a, b) => Number(isRed(b)) - Number(isRed(a)));
  return publicPage(site, {
    title: "Current alerts",
    preview: {
      title: `${site.name}: current alerts`,
      text: "What drug checking services found, and what to do now.",
      url: site.url + ADDRESS.alerts,
    },
    here: ADDRESS.alerts,
    main: html`<h1>Drug alerts</h1>
      <p class="meta">As of <time datetime="${now.toISOString()}">${sayInstant(now)}</time></p>
      ${ordered.length === 0 ? NOTHING_CURRENT : currentAlerts(site, ordered, now)}
      <p class="get">
        <a class="button" href="${ADDRESS.subscribe}">Get alerts on this phone</a>
        <span>No account, no name.</span>
      </p>
      ${ended.length === 0 ? "" : endedAlerts(site, ended, now)}`,
  });
}

const isRed = (alert: PublishedAlert): boolean => alert.content.level === "red";

const currentAlerts = (site: Site, alerts: readonly PublishedAlert[], now: Date): Markup =>
  html`<section aria-labelledby="current">
    <h2 id="current">${alerts.length === 1 ? "1 current alert" : `${alerts.length} current alerts`}</h2>
    ${alerts.map((alert) => alertCard(site, alert, now))}
    <p class="caveat">
      No alert about something is not proof that it is without risk. Most of what is sold is never tested.
    </p>
  </section>`;

const NOTHING_CURRENT = html`<section class="empty" aria-labelledby="current">
  <h2 id="current">No current alerts</h2>
  <p>
    No warning is not proof that anything is without risk. Most of what is sold is never tested, and two that
    look the same can hold different things.
  </p>
  <p>Start with a small amount, wait, do not use alone, and have anything tested that you can.</p>
</section>`;

const endedAlerts = (site: Site, alerts: readonly PublishedAlert[], now: Date): Markup =>
  html`<section aria-labelledby="ended">
    <h2 id="ended">Ended in the last 30 days</h2>
    <p class="meta">An alert that has ended does not mean that the risk has. Supply still varies.</p>
    <ul class="lines">
      ${alerts.map((alert) => endedAlertLine(site, alert, now))}
    </ul>
  </section>`;

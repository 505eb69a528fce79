import { html } from "hono/html";
import { textIn } from "../domain/alert-content.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { endedAt, standingOf, titleOf } from "./alert-standing.ts";
import { levelBadge } from "./level-badge.ts";
import type { Markup } from "./markup.ts";
import { sayAge, sayDay } from "./say-time.ts";
import type { Site } from "./site.ts";

/** One alert in a list: level, headline, where, and how old it is. The whole card can be tapped. */
export function alertCard(site: Site, alert: PublishedAlert, now: Date): Markup {
  const { content } = alert;
  const { headline, language } = textIn(content, site.language);
  return html`<article class="card ${content.level}">
    ${levelBadge(content.level)}
    <h3 lang="${language}"><a href="${ADDRESS.alert(alert.alertId)}">${headline}</a></h3>
    <p class="meta">
      ${content.area.name} ·
      <time datetime="${alert.publishedAt.toISOString()}">${sayAge(alert.publishedAt, now)}</time>
      ${alert.msgType === "Update" ? "· updated" : ""}
    </p>
  </article>`;
}

/** One line for an alert that has ended: no colour, no level, so that it cannot be taken for a current one. */
export function endedAlertLine(site: Site, alert: PublishedAlert, now: Date): Markup {
  const { headline, language } = textIn(alert.content, site.language);
  const ended = endedAt(alert, now);
  const day = standingOf(alert, now) === "withdrawn" ? alert.publishedAt : (ended ?? alert.publishedAt);
  return html`<li>
    <a href="${ADDRESS.alert(alert.alertId)}" lang="${language}">${titleOf(alert, headline, now)}</a>
    <span class="meta">${alert.content.area.name} · ${sayDay(day)}</span>
  </li>`;
}

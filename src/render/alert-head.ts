import { html } from "hono/html";
import { textIn } from "../domain/alert-content.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { type Standing, standingOf, titleOf, withdrawalSentence } from "./alert-standing.ts";
import { levelBadge } from "./level-badge.ts";
import type { Markup } from "./markup.ts";
import { LEVEL_WORDS } from "./say-level.ts";
import { sayForm, saySamples } from "./say-sample.ts";
import { sayAge, sayDay, sayDays, sayInstant } from "./say-time.ts";
import type { Site } from "./site.ts";

const SPENT_WORDS: Record<Exclude<Standing, "current">, string> = {
  superseded: "Replaced",
  withdrawn: "Withdrawn",
  expired: "Expired",
};

/** How serious, what, and whether it still holds. */
export function alertHead(site: Site, alert: PublishedAlert, now: Date): Markup {
  const { content } = alert;
  const { headline, language } = textIn(content, site.language);
  const standing = standingOf(alert, now);
  return html`<header>
      <p class="line">
        ${
          standing === "current"
            ? html`${levelBadge(content.level)} <span>${LEVEL_WORDS[content.level].meaning}</span>`
            : html`<span class="badge spent">${SPENT_WORDS[standing]}</span>`
        }
      </p>
      <h1 lang="${language}">${titleOf(alert, headline, now)}</h1>
      <p class="meta">
        ${alert.msgType === "Update" ? "Updated" : standing === "withdrawn" ? "Withdrawn" : "Published"}
        <time datetime="${alert.publishedAt.toISOString()}"
          ><span class="age">${sayAge(alert.publishedAt, now)}, on </span
          >${sayInstant(alert.publishedAt)}</time
        >. ${standing === "current" ? `Valid until ${sayDay(alert.expiresAt)}.` : ""}
      </p>
    </header>
    ${standingNotice(alert, standing)}`;
}

function standingNotice(alert: PublishedAlert, standing: Standing): Markup | "" {
  if (standing === "withdrawn") return html`<p class="notice">${withdrawalSentence(alert)}</p>`;
  if (standing === "expired")
    return html`<p class="notice">
      This alert expired on ${sayInstant(alert.expiresAt)}. That it has ended does not mean that the risk has.
      Supply still varies.
    </p>`;
  return "";
}

/** What, sold as what, where, when, in which form: the part that must be read within seconds. */
export const alertFacts = ({ content }: PublishedAlert): Markup =>
  html`<dl class="facts">
    <div>
      <dt>Found</dt>
      <dd>${content.substance.name}</dd>
    </div>
    ${
      content.expectedName &&
      html`<div>
        <dt>Expected</dt>
        <dd>${content.expectedName}</dd>
      </div>`
    }
    <div>
      <dt>Where</dt>
      <dd>${content.area.name}</dd>
    </div>
    <div>
      <dt>Tested</dt>
      <dd>${sayDays(content.resultsFrom, content.resultsTo)}</dd>
    </div>
    <div>
      <dt>Form</dt>
      <dd>${sayForm(content.form)}</dd>
    </div>
    <div>
      <dt>Based on</dt>
      <dd>
        ${saySamples(content)}
        <small
          >${content.samples === 1 ? "One sample is one sample: others may differ." : "Others may differ."}</small
        >
      </dd>
    </div>
  </dl>`;

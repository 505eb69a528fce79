import { html } from "hono/html";
import { type AlertText, textIn } from "../domain/alert-content.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { instructionList, type Markup } from "./markup.ts";
import { sayGrade } from "./say-grade.ts";
import { sayInstant } from "./say-time.ts";
import { type Site, statusPrefix } from "./site.ts";

export const howSure = ({ content }: PublishedAlert): Markup =>
  html`<section aria-labelledby="sure">
    <h2 id="sure">How sure this is</h2>
    <p>${sayGrade(content.grade)}</p>
    <p>Tested by: ${content.methods.join("; ")}.</p>
    ${
      content.thresholdNotAdopted
        ? html`<p class="notice">A limit behind this alert is proposed. No panel has adopted it yet.</p>`
        : ""
    }
  </section>`;

/** The caveat stands here even when nothing is known of the look: people will still compare. */
export const whatItLooksLike = ({ content }: PublishedAlert): Markup =>
  html`<section aria-labelledby="look">
    <h2 id="look">What it looks like</h2>
    ${content.appearance ? html`<p>${content.appearance}</p>` : ""}
    <p class="caveat">
      Looks tell nothing about content. What looks the same can hold something else, and what looks different
      can hold the same.
    </p>
  </section>`;

export const whatToDo = (text: AlertText & { language: string }): Markup =>
  html`<section class="do" aria-labelledby="do">
    <h2 id="do">What to do now</h2>
    <div lang="${text.language}">${instructionList(text.instruction)}</div>
  </section>`;

/** Most people hear of an alert from somebody they know, so the short text is there to copy. Source: BMJ Open 2023;13:e071379. */
export function passItOn(site: Site, alert: PublishedAlert): Markup {
  const { push, language } = textIn(alert.content, site.language);
  return html`<section class="pass" aria-labelledby="pass">
    <h2 id="pass">Pass it on</h2>
    <p>Most people hear of an alert from somebody they know. Copy this, or print the page:</p>
    <p class="copy" lang="${language}">
      ${statusPrefix(site)}${push} ${site.url}${ADDRESS.alert(alert.alertId)}
    </p>
    <p>
      If you work in a service: tell those who may not be online, put the print where people will see it, and
      take it down on the day it expires.
    </p>
  </section>`;
}

export const whoSaysSo = (site: Site, alert: PublishedAlert): Markup =>
  html`<section aria-labelledby="who">
    <h2 id="who">Who says so</h2>
    <p>${alert.content.sender}. Read and approved by people before it was published.</p>
    ${alert.msgType === "Cancel" ? "" : whyPublished(alert)}
    <p class="meta">
      First published ${sayInstant(alert.firstPublishedAt)}.
      ${alert.msgType === "Cancel" ? "" : `Valid until ${sayInstant(alert.expiresAt)}.`}
    </p>
    <p class="paper">The newest version: ${site.url}${ADDRESS.alert(alert.alertId)}</p>
  </section>`;

/** Each limit that was crossed, with its source. */
export const whyPublished = ({ content }: PublishedAlert): Markup =>
  html`<h3>Why it was published</h3>
    <ul>
      ${content.reasons.map((reason) => html`<li>${reason}</li>`)}
    </ul>`;

import { html } from "hono/html";
import { textIn } from "../domain/alert-content.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { alertFacts, alertHead } from "./alert-head.ts";
import { alertHistory } from "./alert-history.ts";
import { standingOf, titleOf, withdrawalSentence } from "./alert-standing.ts";
import { howSure, passItOn, whatItLooksLike, whatToDo, whoSaysSo, whyPublished } from "./alert-sections.ts";
import { publicPage } from "./layout.ts";
import { type Markup, paragraphs } from "./markup.ts";
import { LEVEL_WORDS } from "./say-level.ts";
import { sayDay } from "./say-time.ts";
import type { Site } from "./site.ts";

/**
 * The whole alert, in the order that the field's guides share: what, how sure, what it looks like, what to do, who says so.
 * `revisions` are all published ones, newest first; undefined when there is none. A withdrawn alert keeps its page.
 * One that only outreach teams were told of says so, and invites nobody to pass it on.
 */
export function alertPage(site: Site, revisions: readonly PublishedAlert[], now: Date): string | undefined {
  const [newest] = revisions;
  if (!newest) return undefined;
  const { content } = newest;
  const text = textIn(content, site.language);
  const area = content.area;
  const isPreliminary = content.audience === "outreach";
  return publicPage(site, {
    title: `${LEVEL_WORDS[content.level].name}, ${area.name}, ${sayDay(newest.publishedAt)}`,
    // A chat shows the preview to everybody in it.
    ...(isPreliminary
      ? {}
      : {
          preview: {
            title: titleOf(newest, text.headline, now),
            text: standingOf(newest, now) === "withdrawn" ? withdrawalSentence(newest) : text.push,
            url: site.url + ADDRESS.alert(newest.alertId),
          },
        }),
    feeds: [
      { title: `Alerts, ${area.name} (RSS)`, path: `region/${area.code}.rss` },
      { title: `Alerts, ${area.name} (Atom)`, path: `region/${area.code}.atom` },
    ],
    // Only what everybody may read is a CAP document.
    ...(isPreliminary ? {} : { cap: ADDRESS.cap(newest.alertId, newest.revision) }),
    main: html`${isPreliminary ? FOR_OUTREACH_TEAMS : ""}
      <article class="alert ${standingOf(newest, now) === "current" ? content.level : "spent"}">
        ${
          standingOf(newest, now) === "withdrawn"
            ? withdrawn(site, newest, revisions, now)
            : told(site, newest, now)
        }
        ${whoSaysSo(site, newest)} ${alertHistory(revisions)}
      </article>`,
  });
}

const FOR_OUTREACH_TEAMS = html`<p class="notice">
  <strong>For outreach teams: preliminary, please do not publish.</strong> The public has not been told of
  this. It can still change.
</p>`;

const told = (site: Site, alert: PublishedAlert, now: Date): Markup => {
  const text = textIn(alert.content, site.language);
  return html`${alertHead(site, alert, now)}
    <p class="jump"><a class="button" href="#do">What to do now</a></p>
    ${alertFacts(alert)}
    <div lang="${text.language}">${paragraphs(text.summary)}</div>
    ${howSure(alert)} ${whatItLooksLike(alert)} ${whatToDo(text)}
    ${alert.content.audience === "public" ? passItOn(site, alert) : ""}`;
};

/** What was said stays readable, folded away, so that nobody who was told must wonder what it was. */
const withdrawn = (
  site: Site,
  alert: PublishedAlert,
  revisions: readonly PublishedAlert[],
  now: Date,
): Markup => {
  const said = revisions.find((revision) => revision.msgType !== "Cancel") ?? alert;
  const text = textIn(said.content, site.language);
  return html`${alertHead(site, alert, now)}
    <details>
      <summary><h2>What the withdrawn alert said</h2></summary>
      <div lang="${text.language}">
        <p><strong>${text.headline}</strong></p>
        ${paragraphs(text.summary)}
      </div>
      ${alertFacts(said)} ${whyPublished(said)}
    </details>`;
};

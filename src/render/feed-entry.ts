import { textIn } from "../domain/alert-content.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { standingOf, titleOf, withdrawalSentence } from "./alert-standing.ts";
import { linesOf } from "./markup.ts";
import { sayGrade } from "./say-grade.ts";
import { LEVEL_WORDS } from "./say-level.ts";
import { sayInstant } from "./say-time.ts";
import { type Site, statusPrefix } from "./site.ts";

/** One entry as every feed format tells it. */
export interface FeedEntry {
  /** Permanent. Readers know an entry by its id alone and do not show a changed entry again, so each revision has its own. */
  id: string;
  title: string;
  /** Plain text, one paragraph each. */
  paragraphs: string[];
  url: string;
  language: string;
  sender: string;
  publishedAt: Date;
  updatedAt: Date;
  categories: { scheme: string; term: string; label: string }[];
}

/** The entry for one published revision. `renderedAt` decides whether it is told as expired. Pure. */
export function feedEntry(site: Site, alert: PublishedAlert, renderedAt: Date): FeedEntry {
  const { content } = alert;
  const { language, headline } = textIn(content, site.language);
  const isExpired = standingOf(alert, renderedAt) === "expired";
  return {
    id: `urn:tocsin:alert:${alert.alertId}:${alert.revision}`,
    title: statusPrefix(site) + titleOf(alert, headline, renderedAt),
    paragraphs: paragraphsOf(site, alert, renderedAt),
    url: site.url + ADDRESS.alert(alert.alertId),
    language,
    sender: content.sender,
    publishedAt: alert.publishedAt,
    updatedAt: isExpired && alert.expiresAt <= renderedAt ? alert.expiresAt : alert.publishedAt,
    categories: [
      { scheme: "urn:tocsin:level", term: content.level, label: LEVEL_WORDS[content.level].name },
      ...content.substanceClasses.map((id) => ({
        scheme: "urn:tocsin:substance-class",
        term: id,
        label: id,
      })),
      ...content.area.path.map((code) => ({
        scheme: "urn:iso:std:iso:3166",
        term: code,
        label: code === content.area.code ? content.area.name : code,
      })),
    ],
  };
}

function paragraphsOf(site: Site, alert: PublishedAlert, renderedAt: Date): string[] {
  const { content } = alert;
  const text = textIn(content, site.language);
  const standing = standingOf(alert, renderedAt);
  if (standing === "withdrawn") return [withdrawalSentence(alert), `Source: ${content.sender}.`];
  const validity = `${standing === "expired" ? "Expired" : "Valid until"} ${sayInstant(alert.expiresAt)}.`;
  return [
    ...linesOf(text.summary),
    ...linesOf(text.instruction),
    `How sure: ${sayGrade(content.grade)}`,
    `${LEVEL_WORDS[content.level].name}. ${content.area.name}. ${validity} Source: ${content.sender}.`,
  ];
}

import { html } from "hono/html";
import type { AlertEntry } from "../domain/alert-entries.ts";
import { textIn } from "../domain/alert-content.ts";
import { ADDRESS } from "./addresses.ts";
import { cleanText } from "./clean-text.ts";
import { entryId } from "./entry-id.ts";
import { type EntryFacts, entryFacts } from "./entry-facts.ts";
import { type EntryPart, entryParts } from "./entry-parts.ts";
import { entryTitle } from "./entry-title.ts";
import { feedWords } from "./feed-words.ts";
import { markupText } from "./markup.ts";
import { type Site, statusPrefix } from "./site.ts";

/** One entry as every feed format tells it. */
export interface FeedEntry {
  /** Permanent, and never used again. */
  id: string;
  /** Ids of the entries of the same alert before it, the latest first. */
  formerIds: readonly string[];
  title: string;
  /** One sentence, plain text. */
  summary: string;
  /** The whole entry as plain text, paragraphs separated by an empty line. */
  text: string;
  /** The whole entry as HTML whose text is escaped. */
  html: string;
  url: string;
  /** The CAP document of the newest revision. */
  capUrl: string;
  language: string;
  sender: string;
  publishedAt: Date;
  updatedAt: Date;
  categories: readonly { scheme: string; term: string; label: string }[];
  facts: EntryFacts;
}

/** An entry in a language (two letters), in the language that the alert is written in where it is not written in that one. Pure. */
export function feedEntry(site: Site, language: string, entry: AlertEntry): FeedEntry {
  const [{ content }] = entry.revisions;
  const text = textIn(content, language);
  const words = feedWords(text.language);
  const parts = entryParts(words, text, entry);
  return {
    ...addressed(site, entry),
    title: titled(site, entryTitle(words, text.headline, entry)),
    summary: entry.standing === "current" ? text.push : textOfParts(parts.slice(0, 1)),
    text: textOfParts(parts),
    html: htmlOfParts(parts),
    language: text.language,
    sender: cleanText(content.sender) || site.name,
    categories: [
      { scheme: "urn:tocsin:level", term: content.level, label: words.levels[content.level] },
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
    facts: entryFacts(site, entry),
  };
}

/** An entry whose content cannot be told: that there is an alert, and where. One bad entry must not cost the others. */
export function bareEntry(site: Site, entry: AlertEntry): FeedEntry {
  const at = addressed(site, entry);
  const parts: EntryPart[] = [{ paragraph: at.url }];
  return {
    ...at,
    title: titled(site, ""),
    summary: at.url,
    text: textOfParts(parts),
    html: htmlOfParts(parts),
    language: site.language,
    sender: site.name,
    categories: [],
    facts: undefined,
  };
}

const titled = (site: Site, title: string): string =>
  statusPrefix(site) + (cleanText(title).trim() || "Alert");

function addressed(site: Site, { alertId, entry, former, revisions, publishedAt, updatedAt }: AlertEntry) {
  const [shown] = revisions;
  const idOf = (began: number) => entryId(site, alertId, shown.firstPublishedAt, began);
  return {
    id: idOf(entry),
    formerIds: former.map(idOf),
    url: site.url + ADDRESS.alert(alertId),
    capUrl: site.url + ADDRESS.cap(alertId, shown.revision),
    publishedAt,
    updatedAt,
  };
}

const textOfParts = (parts: readonly EntryPart[]): string =>
  parts
    .map((part) =>
      "steps" in part ? [part.heading, ...part.steps.map((step) => `• ${step}`)].join("\n") : part.paragraph,
    )
    .join("\n\n");

const htmlOfParts = (parts: readonly EntryPart[]): string =>
  parts
    .map((part) =>
      markupText(
        "steps" in part
          ? html`<p><strong>${part.heading}</strong></p>
              <ul>
                ${part.steps.map((step) => html`<li>${step}</li>`)}
              </ul>`
          : html`<p>${part.paragraph}</p>`,
      ),
    )
    .join("");

import type { AlertEntry } from "../domain/alert-entries.ts";
import { type AlertText, textIn } from "../domain/alert-content.ts";
import { type FeedWords, sayInstantIn } from "./feed-words.ts";
import { linesOf } from "./markup.ts";

/** A piece of what an entry says. */
export type EntryPart = { paragraph: string } | { heading: string; steps: string[] };

/** What an entry says, in one language. What no longer holds does not repeat its instructions. */
export function entryParts(
  words: FeedWords,
  text: AlertText & { language: string },
  entry: AlertEntry,
): EntryPart[] {
  const [{ content, expiresAt }] = entry.revisions;
  switch (entry.standing) {
    case "withdrawn":
    case "withdrawal":
      return [{ paragraph: words.isWithdrawn(reasonOf(entry)) }, { paragraph: words.source(content.sender) }];
    case "replaced":
      return [
        { paragraph: words.wasReplaced(sayInstantIn(words, entry.updatedAt), newerHeadline(text, entry)) },
        { paragraph: words.source(content.sender) },
      ];
    case "expired":
      return [
        { paragraph: words.hasExpired(sayInstantIn(words, expiresAt)) },
        ...told(words, text),
        { paragraph: about(words, entry) },
      ];
    case "current":
      return [
        ...told(words, text),
        { paragraph: about(words, entry, words.validUntil(sayInstantIn(words, expiresAt))) },
      ];
  }
}

const told = (words: FeedWords, text: AlertText): EntryPart[] => [
  ...linesOf(text.summary).map((paragraph) => ({ paragraph })),
  {
    heading: words.whatToDo,
    steps: linesOf(text.instruction).map((line) => line.replace(/^[-*•]\s+/, "")),
  },
];

const about = (words: FeedWords, { revisions: [{ content }] }: AlertEntry, validity = ""): string =>
  [
    `${words.howSure} ${words.grades[content.grade]}`,
    `${words.levels[content.level]}. ${content.area.name}.`,
    validity,
    words.source(content.sender),
  ]
    .filter((part) => part !== "")
    .join(" ");

const reasonOf = ({ revisions: [shown], endedBy }: AlertEntry): string | undefined =>
  (endedBy ?? shown).content.withdrawnBecause?.replace(/[\s.]+$/, "");

const newerHeadline = (text: AlertText & { language: string }, { endedBy }: AlertEntry): string =>
  endedBy ? textIn(endedBy.content, text.language).headline : text.headline;

import type { AlertEntry } from "../domain/alert-entries.ts";
import type { FeedWords } from "./feed-words.ts";

/** The headline with what became of the entry in front of it. */
export function entryTitle(words: FeedWords, headline: string, entry: AlertEntry): string {
  switch (entry.standing) {
    case "withdrawn":
    case "withdrawal":
      return prefixed(words.withdrawn, headline);
    case "replaced":
      return prefixed(words.replaced, headline);
    case "expired":
      return prefixed(words.expired, headline);
    case "current":
      return entry.former.length > 0 ? prefixed(words.update, headline) : headline;
  }
}

/** A reviewer may have written the word already, also with another one before the colon: "Wycofano alert: …". */
function prefixed(prefix: string, headline: string): string {
  const [said = ""] = headline.toLowerCase().split(":", 1);
  const isThere = headline.includes(":") && said.split(" ")[0] === prefix.slice(0, -1).toLowerCase();
  return isThere ? headline : `${prefix} ${headline}`;
}

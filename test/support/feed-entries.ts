import { parseAtomFeed, parseRssFeed } from "feedsmith";
import type { Speaker } from "./steps-of-a-result.ts";

/** The entries in the feeds of an area, newest first, as "alert/{id}/{revision with which it began}"; throws when RSS and Atom do not tell the same. */
export async function feedEntries(
  tocsin: Pick<Speaker, "call">,
  area: string,
): Promise<(string | undefined)[]> {
  const rss = parseRssFeed((await tocsin.call("GET", `/feeds/region/${area}.rss`)).body as string);
  const atom = parseAtomFeed((await tocsin.call("GET", `/feeds/region/${area}.atom`)).body as string);
  const ids = (rss.items ?? []).map(({ guid }) => guid?.value);
  const inAtom = (atom.entries ?? []).map(({ id }) => id);
  if (ids.join() !== inAtom.join()) throw new Error(`RSS tells ${ids.join()}, Atom ${inAtom.join()}`);
  return ids.map((id) => id?.replace(/^tag:[^,]+,\d{4}-\d\d-\d\d:/, ""));
}

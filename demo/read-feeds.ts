import { parseAtomFeed, parseRssFeed } from "feedsmith";
import { until } from "./open-client.ts";
import type { Night } from "./open-night.ts";

/** Every feed that an alert in Mazowieckie stands in. */
const FEEDS = ["alerts", "region/PL", "region/PL-14"].flatMap((name) => [
  `/feeds/${name}.rss`,
  `/feeds/${name}.atom`,
]);

export interface Visible {
  at: Date;
  feeds: { address: string; title: string }[];
}

/** Reads every feed as a feed reader does, until all hold an entry for this revision; answers the titles found. */
export async function readFeeds(night: Night, alertId: string, revision: number): Promise<Visible> {
  const entry = `:alert/${alertId}/${revision}`;
  const feeds = await Promise.all(
    FEEDS.map((path) =>
      until(`an entry in ${path}`, async () => {
        const titles = titlesById(path, await night.anyone.read(path));
        const [, title] = titles.find(([id]) => id?.endsWith(entry)) ?? [];
        return title === undefined ? undefined : { address: night.origin + path, title };
      }),
    ),
  );
  return { at: new Date(), feeds };
}

function titlesById(path: string, document: string): [string | undefined, string | undefined][] {
  if (path.endsWith(".rss"))
    return (parseRssFeed(document).items ?? []).map(({ guid, title }) => [guid?.value, title]);
  return (parseAtomFeed(document).entries ?? []).map(({ id, title }) => [id, title?.value]);
}

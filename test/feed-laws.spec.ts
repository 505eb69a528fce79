import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type Bucket, FEED_EXTENSIONS } from "../src/domain/feed-name.ts";
import type { PublishedAlert } from "../src/domain/published-alert.ts";
import { SITE } from "./support/invented-alerts.ts";
import { playLife, someLife } from "./support/invented-life.ts";
import { JsonFeed, readFeed } from "./support/read-documents.ts";
import { EVERYTHING, rendered } from "./support/rendered-feed.ts";

const BUCKETS: Bucket[] = [
  EVERYTHING,
  { kind: "period", floor: "warning", period: "week" },
  { kind: "period", floor: "all", period: "day" },
  { kind: "region", code: "PL", name: "Poland" },
  { kind: "substance", classId: "stimulant", name: "stimulants" },
];
const someBucket = fc.constantFrom(...BUCKETS);

const isSorted = (values: readonly string[]) =>
  values.every((value, index) => index === 0 || value <= (values[index - 1] ?? ""));

/** The items of the JSON feed of everything, after each step of a life. */
function itemsThrough(
  life: Parameters<typeof playLife>[0],
  see: (items: Items, published: readonly PublishedAlert[], now: Date) => void,
) {
  playLife(life, (published, now) =>
    see(JsonFeed.parse(JSON.parse(rendered("json", published, { now }).body)).items, published, now),
  );
}
type Items = ReturnType<typeof JsonFeed.parse>["items"];

describe("whatever is published, updated, withdrawn and expires", () => {
  test.prop([someLife, someBucket], { numRuns: 15 })(
    "every feed can be read, is sorted, and names each entry once",
    (life, bucket) => {
      let last: { published: readonly PublishedAlert[]; now: Date } | undefined;
      playLife(life, (published, now) => (last = { published, now }));
      for (const extension of FEED_EXTENSIONS) {
        const { body, faults } = rendered(extension, last?.published ?? [], {
          bucket,
          ...(last && { now: last.now }),
        });
        const entries = readFeed(extension, body);
        expect(faults).toBe(0);
        expect(isSorted(entries.map(({ published }) => published))).toBe(true);
        expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
      }
    },
  );

  test.prop([someLife], { numRuns: 30 })(
    "an id means the same entry for good, and an entry once told stays",
    (life) => {
      const first = new Map<string, { published: string; url: string }>();
      itemsThrough(life, (items, published, now) => {
        for (const { id, date_published, url } of items) {
          const known = first.get(id);
          if (known) expect({ published: date_published, url }).toEqual(known);
          else first.set(id, { published: date_published, url });
        }
        // Fewer than a hundred: none has to make room.
        expect(items.map(({ id }) => id).toSorted()).toEqual([...first.keys()].toSorted());
        const current = published.filter(
          ({ state, msgType, expiresAt }) => state === "published" && msgType !== "Cancel" && expiresAt > now,
        );
        expect(
          items
            .filter(({ _tocsin }) => _tocsin["standing"] === "current")
            .map(({ url }) => url)
            .toSorted(),
        ).toEqual(current.map(({ alertId }) => `${SITE.url}/alerts/${alertId}`).toSorted());
      });
    },
  );

  test.prop([someLife], { numRuns: 30 })(
    "each step begins at most one entry, a withdrawal always one, which names those before it",
    (life) => {
      let before: Items = [];
      let told = 0;
      itemsThrough(life, (items, published) => {
        const known = new Set(before.map(({ id }) => id));
        const begun = items.filter(({ id }) => !known.has(id));
        expect(begun.length).toBeLessThanOrEqual(1);
        const newest = published.at(-1);
        if (published.length > told && newest?.msgType === "Cancel")
          expect(begun[0]?.title).toMatch(/^Withdrawn: /);
        for (const { _tocsin } of begun) for (const id of _tocsin.supersedes) expect(known).toContain(id);
        [before, told] = [items, published.length];
      });
    },
  );

  test.prop([someLife, someBucket, fc.double({ min: 0, max: 0.999, noNaN: true })], { numRuns: 40 })(
    "a feed is the same bytes until the moment at which it says that it changes",
    (life, bucket, share) => {
      playLife(life, (published, now) => {
        const { body, changesAt, modifiedAt } = rendered("rss", published, { bucket, now });
        expect(modifiedAt <= now).toBe(true);
        const until = changesAt?.getTime() ?? now.getTime() + 1e12;
        const later = new Date(Math.floor(now.getTime() + (until - now.getTime()) * share));
        expect(rendered("rss", published.toReversed(), { bucket, now: later }).body).toBe(body);
      });
    },
  );
});

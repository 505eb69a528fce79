import { type AreaTree, areaNameIn } from "../domain/area.ts";
import { type Bucket, bucketPath, feedLanguages, FLOORS, PERIODS } from "../domain/feed-name.ts";
import type { SubstanceClass } from "../domain/substance.ts";
import { sayBucket } from "./feed-head.ts";
import { feedWords } from "./feed-words.ts";
import type { Site } from "./site.ts";

/** A feed that can be followed; each of its formats lives at `path` below /feeds/ with the format's extension. */
export interface ListedFeed {
  title: string;
  path: string;
}

/** All feeds in one language. */
export interface CatalogueLanguage {
  /** Two letters. */
  language: string;
  everything: ListedFeed;
  /** Each level with each period, the gravest first. */
  levels: readonly ListedFeed[];
  /** By country, in the order of their names there; `parts` are all areas that lie in it. */
  countries: readonly { country: ListedFeed; parts: readonly ListedFeed[] }[];
  substances: readonly ListedFeed[];
}

/** Every feed that there is, in the site's own language first. */
export function feedCatalogue(
  site: Site,
  areas: AreaTree,
  substanceClasses: readonly SubstanceClass[],
): CatalogueLanguage[] {
  return feedLanguages(site.language).map((language) => {
    const words = feedWords(language);
    const list = (bucket: Bucket): ListedFeed => ({
      title: sayBucket(words, bucket),
      path: bucketPath(bucket, language, site.language),
    });
    const region = (code: string): ListedFeed =>
      list({ kind: "region", code, name: areas.nameOf(code, language) });
    const named = areas.all().toSorted((a, b) => {
      return areaNameIn(a, language).localeCompare(areaNameIn(b, language), language);
    });
    const byCountry = Map.groupBy(named, ({ code }) => areas.countryOf(code));
    return {
      language,
      everything: list({ kind: "everything" }),
      levels: FLOORS.toReversed().flatMap((floor) =>
        PERIODS.map((period) => list({ kind: "period", floor, period })),
      ),
      countries: named
        .filter(({ code }) => areas.countryOf(code) === code)
        .map(({ code }) => ({
          country: region(code),
          parts: (byCountry.get(code) ?? [])
            .filter((area) => area.code !== code)
            .map((area) => region(area.code)),
        })),
      substances: substanceClasses.map(({ id, name }) => list({ kind: "substance", classId: id, name })),
    };
  });
}

import { ADDRESS } from "./addresses.ts";
import type { CatalogueLanguage, ListedFeed } from "./feed-catalogue.ts";
import { type Site, statusPrefix } from "./site.ts";
import { element, type XmlElement, xmlDocument } from "./xml.ts";

export const OPML_CONTENT_TYPE = "text/x-opml; charset=utf-8";

/** Every feed of the catalogue as OPML 2.0, grouped, as Atom: a reader imports each feed once, not in every format. */
export const opml = (site: Site, catalogue: readonly CatalogueLanguage[]): string =>
  xmlDocument(
    element(
      "opml",
      { version: "2.0" },
      element("head", {}, element("title", {}, `${statusPrefix(site)}${site.name}`)),
      element(
        "body",
        {},
        catalogue.map((one) => languageGroup(site, one)),
      ),
    ),
  );

function languageGroup(site: Site, catalogue: CatalogueLanguage): XmlElement {
  const { language, everything, levels, countries, substances } = catalogue;
  const outline = feedOutline(site, language);
  return group(language, [
    outline(everything),
    group("Levels", levels.map(outline)),
    group("Substances", substances.map(outline)),
    group(
      "Places",
      countries.map(({ country, parts }) =>
        parts.length === 0 ? outline(country) : group(country.title, [country, ...parts].map(outline)),
      ),
    ),
  ]);
}

const group = (text: string, outlines: readonly XmlElement[]): XmlElement =>
  element("outline", { text }, outlines);

/** `type` is "rss" for Atom as well (OPML 2.0, subscription lists). */
const feedOutline =
  (site: Site, language: string) =>
  ({ title, path }: ListedFeed): XmlElement =>
    element("outline", {
      type: "rss",
      text: title,
      title,
      language,
      xmlUrl: `${site.url}${ADDRESS.feed(path)}.atom`,
      htmlUrl: site.url + ADDRESS.alerts,
    });

import { html } from "hono/html";
import { FEED_EXTENSIONS, type FeedExtension } from "../domain/feed-name.ts";
import { ADDRESS } from "./addresses.ts";
import type { CatalogueLanguage, ListedFeed } from "./feed-catalogue.ts";
import { publicPage } from "./layout.ts";
import type { Markup } from "./markup.ts";
import type { Site } from "./site.ts";

const FORMATS: Record<FeedExtension, { name: string; use: string }> = {
  rss: { name: "RSS", use: "for feed readers and most websites" },
  atom: { name: "Atom", use: "for feed readers; the fullest of both" },
  json: { name: "JSON", use: "JSON Feed 1.1, for programs" },
  geojson: { name: "GeoJSON", use: "for map software; places as codes, without coordinates" },
  "cap.atom": { name: "CAP (Atom)", use: "an index of Common Alerting Protocol documents, for alert hubs" },
  "cap.rss": { name: "CAP (RSS)", use: "the same index as RSS" },
};

/** Every feed with its addresses. `catalogue` as `feedCatalogue` gives it. */
export function feedsPage(site: Site, catalogue: readonly CatalogueLanguage[]): string {
  const [own, ...others] = catalogue;
  return publicPage(site, {
    title: "Feeds",
    preview: {
      title: `${site.name}: feeds`,
      text: "Alerts from drug checking for feed readers, websites, screens and alert hubs.",
      url: site.url + ADDRESS.feedCatalogue,
    },
    here: ADDRESS.feedCatalogue,
    main: html`<h1>Feeds</h1>
      <p>
        For feed readers, websites, screens and alert hubs. Nobody can see who reads a feed. An address that
        is listed here stays, and so does the id of every entry.
      </p>
      <ul>
        ${FEED_EXTENSIONS.map((one) => html`<li><strong>${FORMATS[one].name}</strong>: ${FORMATS[one].use}.</li>`)}
      </ul>
      <p><a href="${ADDRESS.feedsOpml}">The whole list as OPML</a>, to import into a reader.</p>
      ${own === undefined ? "" : feedsIn(own)} ${others.map((other) => inAnotherLanguage(other))}`,
  });
}

const feedsIn = ({ everything, levels, countries, substances }: CatalogueLanguage): Markup =>
  html`<section aria-labelledby="everything">
      <h2 id="everything">Everything</h2>
      ${listed([everything])}
    </section>
    <section aria-labelledby="levels">
      <h2 id="levels">By level and time</h2>
      <p>What began, changed or ended in that time. An alert that is older can still hold.</p>
      ${listed(levels)}
    </section>
    <section aria-labelledby="substances">
      <h2 id="substances">By family of substances</h2>
      ${listed(substances)}
    </section>
    <section aria-labelledby="places">
      <h2 id="places">By place</h2>
      ${countries.map(({ country, parts }) =>
        parts.length === 0
          ? listed([country])
          : html`<details>
              <summary>${country.title}</summary>
              ${listed([{ ...country, title: `All of ${country.title}` }, ...parts])}
            </details>`,
      )}
    </section>`;

/** Only what is not by place or substance: their addresses follow the same rule, and the list would be as long again. */
const inAnotherLanguage = ({ language, everything, levels }: CatalogueLanguage): Markup => {
  const name = new Intl.DisplayNames(["en"], { type: "language" }).of(language) ?? language;
  return html`<section aria-labelledby="in-${language}">
    <h2 id="in-${language}">In ${name}</h2>
    <p>
      Where an alert is written in it. Every address above has one like it: put “${language}/” after
      “${ADDRESS.feed("")}”.
    </p>
    <div lang="${language}">${listed([everything, ...levels])}</div>
  </section>`;
};

const listed = (feeds: readonly ListedFeed[]): Markup =>
  html`<ul class="lines feeds">
    ${feeds.map(({ title, path }) => html`<li>${title} <span>${FEED_EXTENSIONS.map((one) => html`<a href="${ADDRESS.feed(path)}.${one}">${FORMATS[one].name}</a> `)}</span></li>`)}
  </ul>`;

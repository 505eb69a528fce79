import { html } from "hono/html";
import { ADDRESS } from "./addresses.ts";
import { type Markup, markupText } from "./markup.ts";
import { type Site, statusPrefix } from "./site.ts";

export interface PageParts {
  /** For the tab and the history of a shared phone: says what page this is, not what was found. */
  title: string;
  /** What a link preview in a chat may say. */
  preview?: { title: string; text: string; url: string };
  main: Markup;
  /** Address of the page within the navigation. */
  here?: string;
  /** Beside the one of every page. */
  stylesheets?: readonly string[];
  /** ES modules of our own; every page reads well without them. */
  scripts?: readonly string[];
  /** Feeds that browsers and readers find by themselves, besides those of all alerts. */
  feeds?: readonly { title: string; path: string }[];
  /** Address of the same as a CAP document. */
  cap?: string;
}

const FEED_TYPES: Record<string, string> = {
  rss: "application/rss+xml",
  atom: "application/atom+xml",
  json: "application/feed+json",
};

const FEEDS_OF_ALL = [
  { title: "All alerts (RSS)", path: "alerts.rss" },
  { title: "All alerts (Atom)", path: "alerts.atom" },
  { title: "All alerts (JSON Feed)", path: "alerts.json" },
];

/** A whole public page. It loads one stylesheet and nothing from anywhere else. */
export function publicPage(site: Site, parts: PageParts): string {
  return wholePage(site, {
    ...parts,
    feeds: [...(parts.feeds ?? []), ...FEEDS_OF_ALL],
    stylesheets: [ADDRESS.stylesheet, ...(parts.stylesheets ?? [])],
    navigation: html`${navigationLink(ADDRESS.alerts, "Alerts", parts.here)}
    ${navigationLink(ADDRESS.subscribe, "Get alerts", parts.here)}`,
    footer: html`<p>
        ${site.name} passes on what drug checking services find. No alert is not proof that anything is
        without risk.
      </p>
      <ul>
        <li><a href="${ADDRESS.subscribe}">Get alerts</a></li>
        <li><a href="${ADDRESS.manage}">Change or end a subscription</a></li>
        <li><a href="${ADDRESS.feedCatalogue}">Feeds</a></li>
        <li><a href="${ADDRESS.apiDocs}">API</a></li>
      </ul>`,
  });
}

export const navigationLink = (address: string, label: string, here: string | undefined): Markup =>
  html`<a href="${address}" ${address === here ? html`aria-current="page"` : ""}>${label}</a>`;

interface Frame extends PageParts {
  stylesheets: readonly string[];
  navigation: Markup;
  footer: Markup;
}

/**
 * The frame of every page: what a browser must know, the mark of an exercise, navigation, content, foot.
 * The referrer policy tells nothing to other sites. "no-referrer" would also hide from ourselves that a form came from
 * our own page: browsers then send `Origin: null` with it.
 */
export function wholePage(site: Site, frame: Frame): string {
  const { preview, scripts = [], feeds = [], cap } = frame;
  const page = markupText(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="referrer" content="same-origin" />
          <title>${statusPrefix(site)}${frame.title} – ${site.name}</title>
          ${
            preview &&
            html`<meta property="og:title" content="${statusPrefix(site)}${preview.title}" />
              <meta property="og:description" content="${preview.text}" />
              <meta property="og:url" content="${preview.url}" /> `
          }
          <link rel="icon" href="${ADDRESS.icon}" type="image/svg+xml" />
          <link rel="apple-touch-icon" href="${ADDRESS.iconPng}" />
          <link rel="manifest" href="${ADDRESS.manifest}" />
          ${feeds.map(({ title, path }) => html`<link rel="alternate" type="${FEED_TYPES[path.split(".").at(-1) ?? ""]}" title="${title}" href="${ADDRESS.feed(path)}" /> `)}
          ${cap && html`<link rel="alternate" type="application/cap+xml" href="${cap}" />`}
          ${frame.stylesheets.map((address) => html`<link rel="stylesheet" href="${address}" />`)}
          ${scripts.map((address) => html`<script type="module" src="${address}"></script>`)}
        </head>
        <body class="${site.status.toLowerCase()}">
          <a class="skip" href="#content">Skip to content</a>
          ${statusBanner(site)}
          <header class="top">
            <a class="brand" href="${ADDRESS.alerts}">${BELL}${site.name}</a>
            <nav aria-label="Main">${frame.navigation}</nav>
          </header>
          <main id="content">
            ${site.remark === undefined ? "" : html`<p class="notice" role="status">${site.remark}</p>`}
            ${frame.main}
          </main>
          <footer class="foot">${frame.footer}</footer>
        </body>
      </html> `,
  );
  // Our own indentation is a sixth of a page. Text of others is never touched: in it every "<" is escaped.
  return page.replace(/^ +(?=<)/gm, "");
}

const BELL = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <path
    fill="currentColor"
    d="M10.5 3a1.5 1.5 0 0 1 3 0c3 .7 4.5 3.200 4.5 6.500 0 4 1 5.500 2.5 7v1.5h-17V16.5c1.5-1.5 2.5-3 2.5-7C6 6.200 7.500 3.700 10.5 3ZM9 19.5h6a3 3 0 0 1-6 0Z"
  />
</svg>`;

function statusBanner(site: Site): Markup | "" {
  if (site.status === "Actual") return "";
  const explanation =
    site.status === "Exercise"
      ? "This is an exercise. Nothing here was found in a real sample."
      : "This is a test installation. Nothing here was found in a real sample.";
  return html`<aside class="status" aria-label="${site.status}">
    <strong>${site.status.toUpperCase()}</strong> ${explanation}
  </aside>`;
}

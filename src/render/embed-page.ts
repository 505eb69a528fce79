import { html } from "hono/html";
import { ADDRESS } from "./addresses.ts";
import { alertCard } from "./alert-card.ts";
import { embedWords } from "./embed-words.ts";
import type { EmbeddedAlerts } from "./embedded-alerts.ts";
import { markupText } from "./markup.ts";
import { sayInstant } from "./say-time.ts";
import type { Site } from "./site.ts";

/** "auto": as the reader's device is set. */
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The current alerts as a page for a frame on another site. It needs no script; its links leave the frame. */
export function embedPage(site: Site, embedded: EmbeddedAlerts, theme: Theme, now: Date): string {
  const words = embedWords(site, embedded);
  return frame(
    site,
    words.heading,
    theme,
    html`${words.status === undefined ? "" : html`<p class="status">${words.status}</p>`}
      <main>
        <h1><a href="${site.url}${ADDRESS.alerts}">${words.heading}</a></h1>
        ${site.remark === undefined ? "" : html`<p class="notice">${site.remark}</p>`}
        ${words.empty === undefined ? "" : html`<p class="empty">${words.empty}</p>`}
        ${embedded.shown.map((alert) => alertCard(site, alert, now))}
        ${words.more === undefined ? "" : html`<p><a href="${site.url}${ADDRESS.alerts}">${words.more}</a></p>`}
        <p class="meta">
          ${words.caveat} As of <time datetime="${now.toISOString()}">${sayInstant(now)}</time>.
          <a href="${site.url}${ADDRESS.alerts}">${words.allAlerts}</a>
        </p>
      </main>`,
  );
}

/** Inside a frame whose address names no area that we know. */
export const embedUnknownPage = (site: Site): string =>
  frame(
    site,
    "There is no such area",
    "auto",
    html`<main>
      <h1>There is no such area</h1>
      <p>
        The address of this frame ends in the code of an area, for example PL or PL-14, or in “all”.
        <a href="${site.url}${ADDRESS.alerts}">Go to the current alerts</a>
      </p>
    </main>`,
  );

const frame = (site: Site, title: string, theme: Theme, body: ReturnType<typeof html>): string =>
  markupText(
    html`<!doctype html>
      <html lang="en" class="${theme}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="${theme === "auto" ? "light dark" : theme}" />
          <meta name="robots" content="noindex" />
          <title>${title} – ${site.name}</title>
          <base target="_blank" />
          <link rel="stylesheet" href="${ADDRESS.stylesheet}" />
          <link rel="stylesheet" href="${ADDRESS.embedStylesheet}" />
        </head>
        <body class="embed ${site.status.toLowerCase()}">
          ${body}
        </body>
      </html> `,
  );

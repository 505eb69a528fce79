import { html } from "hono/html";
import { ADDRESS } from "./addresses.ts";
import { publicPage } from "./layout.ts";
import { paragraphs } from "./markup.ts";
import type { Site } from "./site.ts";

/** A page that says one thing: an error and what to do about it, or that something was done. */
export const messagePage = (site: Site, title: string, text: string): string =>
  publicPage(site, {
    title,
    main: html`<h1>${title}</h1>
      ${paragraphs(text)}
      <p><a href="${ADDRESS.alerts}">Go to the current alerts</a></p>`,
  });

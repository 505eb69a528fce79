import { html } from "hono/html";
import { ADDRESS } from "./addresses.ts";
import { publicPage } from "./layout.ts";
import type { Markup } from "./markup.ts";
import { sayInstant } from "./say-time.ts";
import type { Site } from "./site.ts";

export interface OpenDataPageParts {
  /** SPDX id. */
  licence: string;
  caveats: readonly string[];
  /** Undefined: the first edition is not made yet. */
  madeAt: Date | undefined;
  tables: readonly {
    file: string;
    title: string;
    columns: readonly { name: string; description: string }[];
  }[];
}

/** The page of the open data: what it is, what it does not say, the files, and what each column means. */
export const openDataPage = (site: Site, { licence, caveats, madeAt, tables }: OpenDataPageParts): string =>
  publicPage(site, {
    title: "Open data",
    preview: {
      title: `${site.name}: open data`,
      text: "Results of drug checking as tables, free to use.",
      url: site.url + ADDRESS.openData,
    },
    here: ADDRESS.openData,
    main: html`<h1>Open data</h1>
      <p>What was checked and what was found, as two tables for your own program or spreadsheet.</p>
      ${madeAt === undefined ? NOT_YET : files(madeAt, tables)}
      <p>
        Licence: <a href="https://spdx.org/licenses/${licence}.html">${licence}</a>. Please name ${site.name}.
        Please use it for health, and do not try to find out whose sample it was.
      </p>
      <h2>What to know before counting</h2>
      <ul>
        ${caveats.map((caveat) => html`<li>${caveat}</li>`)}
      </ul>
      ${tables.map(dictionary)}`,
  });

const NOT_YET = html`<p>The first edition is not made yet. It is made during the night.</p>`;

const files = (madeAt: Date, tables: OpenDataPageParts["tables"]): Markup =>
  html`<p class="meta">
      Edition of <time datetime="${madeAt.toISOString()}">${sayInstant(madeAt)}</time>. A new one every night.
    </p>
    <ul>
      ${tables.map(({ file, title }) => html`<li><a href="${ADDRESS.openDataFile(file)}">${title}</a> (CSV)</li>`)}
      <li>
        <a href="${ADDRESS.openDataFile("datapackage.json")}">Description of both for programs</a> (Data
        Package)
      </li>
    </ul>`;

const dictionary = ({ file, columns }: OpenDataPageParts["tables"][number]): Markup =>
  html`<h2>Columns of ${file}</h2>
    <dl>
      ${columns.map(
        ({ name, description }) =>
          html`<dt><code>${name}</code></dt>
            <dd>${description}</dd>`,
      )}
    </dl>`;

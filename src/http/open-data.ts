import { type Context, Hono } from "hono";
import { compress } from "../adapters/compress.ts";
import { openDataFile, openDataHeads } from "../db/open-data-files.ts";
import type { Database } from "../db/open-database.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { OpenDataTerms } from "../domain/open-data.ts";
import { caveats } from "../open-data/describe-edition.ts";
import { findingColumns } from "../open-data/finding-columns.ts";
import { sampleColumns } from "../open-data/sample-columns.ts";
import { ADDRESS } from "../render/addresses.ts";
import { messagePage } from "../render/message-page.ts";
import { openDataPage } from "../render/open-data-page.ts";
import type { Site } from "../render/site.ts";
import { sendDocument } from "./feeds.ts";
import { prepareDocument } from "./prepare-document.ts";
import type { ServedDocument } from "./served-document.ts";

export interface OpenDataRoutesDeps {
  db: Database;
  knowledge: Knowledge;
  site: Site;
  /** Undefined: every address answers 404 and says why. */
  openData: OpenDataTerms | undefined;
}

/** The newest edition of the open data: a page about it, two tables and their description, for every site's scripts. */
export function openDataRoutes({ db, knowledge, site, openData }: OpenDataRoutesDeps): Hono {
  const app = new Hono();
  if (openData === undefined) {
    const off = (c: Context) =>
      c.html(
        messagePage(
          site,
          "No open data here",
          `${site.name} does not publish its results as tables. Alerts are published, with feeds and an API.`,
        ),
        404,
      );
    return app.get("/open-data", off).get("/open-data/", off).get("/open-data/:file", off);
  }
  const tables = [
    { file: "samples.csv", title: "Samples", columns: sampleColumns(knowledge) },
    { file: "findings.csv", title: "Findings", columns: findingColumns(knowledge) },
  ];
  const newest = newestFiles(db);

  app.get("/open-data", (c) => c.redirect(ADDRESS.openData, 301));
  app.get("/open-data/", async (c) => {
    const madeAt = (await openDataHeads(db))[0]?.madeAt;
    const page = openDataPage(site, {
      licence: openData.licence,
      caveats: caveats(openData.floor),
      madeAt,
      tables,
    });
    return c.html(page, 200, { "cache-control": "public, max-age=60" });
  });
  app.get("/open-data/:file", async (c) => {
    const document = await newest(c.req.param("file"));
    if (!document)
      return c.html(
        messagePage(
          site,
          "There is no such file",
          "The files are listed on the page “Open data”. The first edition is made during the night.",
        ),
        404,
      );
    return sendDocument(c, document);
  });
  return app;
}

/** Reads and compresses a file once for each edition, however many ask; whether it is still the newest is asked every time. */
function newestFiles(db: Database): (name: string) => Promise<ServedDocument | undefined> {
  const kept = new Map<string, { etag: string; document: Promise<ServedDocument | undefined> }>();
  const prepare = async (name: string): Promise<ServedDocument | undefined> => {
    const file = await openDataFile(db, name);
    if (!file) return undefined;
    const { body, contentType, madeAt } = file;
    const rendered = { body, contentType, modifiedAt: madeAt, changesAt: undefined, faults: 0 };
    return prepareDocument(rendered, { compress });
  };
  return async (name) => {
    const head = (await openDataHeads(db)).find((one) => one.name === name);
    if (!head) return undefined;
    const known = kept.get(name);
    if (known?.etag === head.etag) return known.document;
    const document = prepare(name).catch((error: unknown) => {
      kept.delete(name);
      throw error;
    });
    kept.set(name, { etag: head.etag, document });
    return document;
  };
}

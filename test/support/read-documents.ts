import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { RelaxNGValidator, XmlDocument, XsdValidator } from "libxml2-wasm";
import * as z from "zod";
import type { FeedExtension } from "../../src/domain/feed-name.ts";
import { sharedData } from "./requirements.ts";

/** What every reader must find in an entry, whatever the format. */
export interface ReadEntry {
  id: string;
  title: string;
  /** ISO 8601 in UTC. */
  published: string;
}

/** The entries of a feed, read by two parsers that have nothing in common; throws when one cannot, or when they do not find the same. */
export function readFeed(extension: FeedExtension, body: string): ReadEntry[] {
  const [first, second] = READERS[extension](body);
  const keys = (entries: readonly (Pick<ReadEntry, "id" | "published"> | undefined)[]) =>
    entries.map((entry) => `${entry?.id} ${entry?.published}`).join("\n");
  if (keys(first) !== keys(second)) throw new Error(`two readings of ${extension} differ`);
  return first;
}

type Readings = [ReadEntry[], Pick<ReadEntry, "id" | "published">[]];

const rss = (body: string): Readings => [
  readXml(body, "//item", { id: "guid", title: "title", published: "pubDate" }),
  (parseRssFeed(body).items ?? []).map(({ guid, pubDate }) => ({
    id: guid?.value ?? "",
    published: new Date(String(pubDate)).toISOString(),
  })),
];

const atom = (body: string): Readings => [
  readXml(body, "//a:entry", { id: "a:id", title: "a:title", published: "a:published" }),
  (parseAtomFeed(body).entries ?? []).map(({ id, published }) => ({
    id: String(id),
    published: new Date(String(published)).toISOString(),
  })),
];

const READERS: Record<FeedExtension, (body: string) => Readings> = {
  rss,
  "cap.rss": rss,
  atom,
  "cap.atom": atom,
  json: (body) => [
    JsonFeed.parse(readJson(body)).items.map(({ id, title, date_published }) => ({
      id,
      title,
      published: date_published,
    })),
    (parseJsonFeed(body).items ?? []).map(({ id, date_published }) => ({
      id: String(id),
      published: String(date_published),
    })),
  ],
  geojson: (body) => {
    const { features, metadata } = GeoJson.parse(readJson(body));
    if (metadata.count !== features.length) throw new Error("the count is not that of the features");
    const entries = features.map(({ id, properties: { title, published } }) => ({ id, title, published }));
    return [entries, entries];
  },
};

function readXml(body: string, entries: string, paths: Paths): ReadEntry[] {
  const document = XmlDocument.fromString(body);
  try {
    return document.find(entries, ATOM).map((node) => {
      const text = (path: string) => ("get" in node ? (node.get(path, ATOM)?.content ?? "") : "");
      return {
        id: text(paths.id),
        title: text(paths.title),
        published: new Date(text(paths.published)).toISOString(),
      };
    });
  } finally {
    document.dispose();
  }
}
type Paths = Record<keyof ReadEntry, string>;
const ATOM = { a: "http://www.w3.org/2005/Atom" };

const sqlite = new DatabaseSync(":memory:");
const validJson = sqlite.prepare("select json_valid(?) as valid");

/** Read by this runtime, and found well-formed by the parser of SQLite. */
function readJson(body: string): unknown {
  if (validJson.get(body)?.["valid"] !== 1) throw new Error("SQLite cannot read it as JSON");
  return JSON.parse(body);
}

const Address = z.url({ protocol: /^https?$/ });
const Instant = z.iso.datetime();
const Author = z.strictObject({ name: z.string().min(1), url: Address.optional() });

/** JSON Feed 1.1 as its specification has it; other keys are extensions only when they begin with an underscore. */
export const JsonFeed = z.strictObject({
  version: z.literal("https://jsonfeed.org/version/1.1"),
  title: z.string().min(1),
  description: z.string(),
  home_page_url: Address,
  feed_url: Address,
  icon: Address,
  language: z.string(),
  authors: z.array(Author).min(1),
  hubs: z.array(z.strictObject({ type: z.string(), url: Address })).optional(),
  _tocsin: z.strictObject({ about: Address, status: z.string(), generated: Instant, count: z.int() }),
  items: z.array(
    z.strictObject({
      id: z.string().min(1),
      url: Address,
      title: z.string().min(1),
      summary: z.string(),
      content_html: z.string().min(1),
      content_text: z.string().min(1),
      date_published: Instant,
      date_modified: Instant,
      authors: z.array(Author).min(1),
      tags: z.array(z.string()),
      language: z.string(),
      _tocsin: z.looseObject({ supersedes: z.array(z.string()), cap: Address }),
    }),
  ),
});

/** A FeatureCollection of RFC 7946 whose features have no place; "coordinates" or a "crs" would be a mistake. */
export const GeoJson = z.strictObject({
  type: z.literal("FeatureCollection"),
  metadata: z.strictObject({
    generated: Instant,
    url: Address,
    title: z.string(),
    api: z.string(),
    count: z.int(),
    status: z.enum(["Actual", "Exercise", "Test"]),
  }),
  features: z.array(
    z.strictObject({
      type: z.literal("Feature"),
      id: z.string(),
      geometry: z.null(),
      properties: z.looseObject({
        title: z.string().min(1),
        url: Address,
        cap: Address,
        published: Instant,
        updated: Instant,
        supersedes: z.array(z.string()),
        areaCode: z.string().optional(),
        areaName: z.string().optional(),
      }),
    }),
  ),
});

/** Throws when an Atom feed breaks the schema of RFC 4287. The schemas lie beside the shared data. */
export const checkAtom = schemaCheck("atom-rfc4287.rng", (schema) => RelaxNGValidator.fromDoc(schema));
/** Throws when a document breaks the OASIS schema of CAP 1.2. */
export const checkCap = schemaCheck("CAP-v1.2.xsd", (schema) => XsdValidator.fromDoc(schema));

function schemaCheck(
  file: string,
  open: (schema: XmlDocument) => { validate: (document: XmlDocument) => void },
): (xml: string) => void {
  let validator: ReturnType<typeof open> | undefined;
  return (xml) => {
    validator ??= open(XmlDocument.fromBuffer(readFileSync(join(sharedData(""), "../schemas", file))));
    const document = XmlDocument.fromString(xml);
    try {
      validator.validate(document);
    } finally {
      document.dispose();
    }
  };
}

/** The text at an XPath in a CAP document, each time it occurs. */
export function capTexts(xml: string, path: string): string[] {
  const document = XmlDocument.fromString(xml);
  try {
    return document.find(path, { c: "urn:oasis:names:tc:emergency:cap:1.2" }).map(({ content }) => content);
  } finally {
    document.dispose();
  }
}

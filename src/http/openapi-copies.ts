import * as z from "zod";
import { AlertContent } from "../domain/alert-content.ts";
import { Area } from "../domain/area.ts";
import { PublicCopy } from "../domain/public-copy.ts";
import { SubstanceClass } from "../domain/substance.ts";
import type { ApiOperation, NamedSchema } from "./openapi-operation.ts";

const instant = z.iso.datetime();
const count = {
  region: z.string().describe("Code of a region or country; empty: everywhere."),
  period: z.string().nullable().describe("A month such as 2026-07, or a year; null: the whole time."),
  samples: z.int().describe("At least so many."),
};

const Statistics = z.object({
  madeAt: instant.nullable().describe("When the tables were made that this was counted from; null: not yet."),
  licence: z.string(),
  floor: z.int().describe("No count is below this."),
  checked: z.array(z.object(count)).describe("Samples checked, whatever was found."),
  found: z.array(
    z.object({ substance: z.object({ id: z.string(), name: z.string().nullable() }), ...count }),
  ),
});

const StatisticsQuery = z.strictObject({
  substance: z.string().optional().describe("Id or name of a substance."),
  region: z.string().optional().describe("Code or name of an area; a country: its regions too."),
  from: z.string().optional().describe("First month, such as 2026-05."),
  to: z.string().optional().describe("Last month, such as 2026-07."),
});

const { version, site, applicationServerKey } = PublicCopy.shape;
const CopyOfAll = z.object({
  version: version.describe("Differs when the alerts do."),
  site,
  areas: z.array(z.object(Area.shape)),
  substanceClasses: z.array(z.object(SubstanceClass.shape)),
  applicationServerKey,
  alerts: z
    .array(
      z.object({
        alertId: z.uuid(),
        revision: z.int(),
        msgType: z.enum(["Alert", "Update", "Cancel"]),
        state: z.enum(["published", "superseded", "withdrawn", "expired"]),
        content: AlertContent,
        firstPublishedAt: instant,
        publishedAt: instant,
        expiresAt: instant,
      }),
    )
    .describe("Every revision for everybody of the alerts that are current or ended lately, newest first."),
});

export const ANSWERED_COPIES: readonly NamedSchema[] = [
  {
    name: "Snapshot",
    schema: CopyOfAll,
    description: "All that the public side is made of. Nothing in it is secret.",
  },
  {
    name: "Statistics",
    schema: Statistics,
    description: "Counts from the open data; small ones are left out.",
  },
];

export const COPY_OPERATIONS: readonly ApiOperation[] = [
  {
    id: "followAlerts",
    method: "get",
    path: "/v1/alerts/stream",
    tag: "alerts",
    summary: "Follow alerts as they are published",
    description:
      "Server-sent events, for screens. First `alerts`, a list of all that are current, then `alert` for each revision that is published or ends. The event id goes into Last-Event-ID when the connection is made again.",
    access: "public",
    query: z.strictObject({
      area: z.string().optional().describe("Code of an area: what lies elsewhere is left out."),
    }),
    answers: { 200: { description: "The stream.", otherTypes: ["text/event-stream"] } },
    problems: { 503: "Too many screens are following. Try again after Retry-After seconds." },
  },
  {
    id: "getSnapshot",
    method: "get",
    path: "/v1/snapshot",
    tag: "alerts",
    summary: "Read everything at once",
    description:
      "For a copy of the public side elsewhere. How fresh it is stands in the header Tocsin-Taken-At. Who follows alerts for another purpose asks GET /v1/alerts.",
    access: "public",
    answers: {
      200: {
        description: "The snapshot.",
        body: { schema: CopyOfAll },
        headers: { ETag: "Send it back as If-None-Match; 304 means that nothing has changed." },
      },
      304: { description: "Nothing has changed since the entity tag that was sent." },
    },
  },
  {
    id: "getStatistics",
    method: "get",
    path: "/v1/statistics",
    tag: "open data",
    summary: "Read statistics",
    description:
      "How many samples were checked, and how many held what, by region and month. Only where the installation publishes open data.",
    access: "public",
    query: StatisticsQuery,
    answers: { 200: { description: "The counts.", body: { schema: Statistics } } },
    problems: { 404: "This installation publishes no open data.", 422: "A parameter cannot be accepted." },
  },
];

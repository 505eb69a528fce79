import { type Context, Hono } from "hono";
import * as z from "zod";
import { type FieldError, pointerTo } from "../domain/field-error.ts";
import { readable } from "../domain/published-alert.ts";
import { alertJson } from "../render/alert-json.ts";
import {
  type AlertRecord,
  alertRecords,
  AlertsQuery,
  pageOfAlerts,
  type Place,
  readCursor,
} from "./api-alert-list.ts";
import { ALERT_TYPES, chooseType } from "./api-media-type.ts";
import { invalidQuery, readQuery } from "./api-query.ts";
import { sendDocument } from "./feeds.ts";
import { ALERT_ID, FOR_ITS_HOLDER, isForOutreach } from "./for-its-holder.ts";
import { prepareDocument } from "./prepare-document.ts";
import { answerProblem, type Problem } from "./problem.ts";
import type { PublicDeps } from "./public.ts";

const NO_PARAMETERS = z.strictObject({});
const NOT_FOUND: Problem = { status: 404, kind: "not-found", title: "There is no such alert" };
const NOT_ACCEPTABLE: Problem = {
  status: 406,
  kind: "not-acceptable",
  title: "Alerts cannot be had as any of the types asked for",
  detail: `Ask for one of ${Object.keys(ALERT_TYPES).join(", ")}.`,
};

/** GET /v1/alerts: what was published, for programs. Edge-safe. */
export function publicAlertRoutes(deps: Omit<PublicDeps, "vapidPublicKey">): Hono {
  const { alerts, documents, site, now } = deps;
  const app = new Hono();

  const json = ({ alert, updatedAt, supersededBy }: AlertRecord) => ({
    ...alertJson(site, alert, now()),
    updatedAt,
    supersededBy,
  });

  app.get("/v1/alerts", async (c) => {
    const type = chooseType(c.req.header("accept"));
    if (type === undefined) return refuse(c, NOT_ACCEPTABLE);
    const extension = ALERT_TYPES[type];
    const feed = extension && (await documents.get(`/feeds/alerts.${extension}`));
    if (feed) {
      // A feed has no filters here; feeds of a region, a level or a class have addresses of their own.
      const query = readQuery(NO_PARAMETERS, c.req.url);
      return query.outcome === "refused"
        ? refuse(c, invalidQuery(query.errors))
        : variedBy("accept", sendDocument(c, feed));
    }
    const query = readQuery(AlertsQuery, c.req.url);
    if (query.outcome === "refused") return refuse(c, invalidQuery(query.errors));
    const after = query.value.cursor === undefined ? undefined : readCursor(query.value.cursor);
    const errors = unknownNames(deps, query.value, after);
    if (errors.length > 0) return refuse(c, invalidQuery(errors));
    const snapshot = await alerts.snapshot();
    const { records, nextCursor } = pageOfAlerts(snapshot, query.value, after, now());
    if (nextCursor !== undefined) c.header("link", `<${nextAddress(c.req.url, nextCursor)}>; rel="next"`);
    const document = {
      contentType: "application/json",
      body: JSON.stringify({ alerts: records.map(json), nextCursor: nextCursor ?? null }),
      modifiedAt: new Date(Math.max(0, ...records.map(({ updatedAt }) => updatedAt.getTime()))),
      changesAt: undefined,
    };
    const answer = variedBy("accept", sendDocument(c, await prepareDocument(document, {})));
    answer.headers.set("access-control-expose-headers", "etag, last-modified, link");
    return answer;
  });

  app.get("/v1/alerts/:id", async (c) => {
    const query = readQuery(NO_PARAMETERS, c.req.url);
    if (query.outcome === "refused") return refuse(c, invalidQuery(query.errors));
    const id = c.req.param("id");
    const revisions = ALERT_ID.test(id) ? readable(await alerts.revisions(id)) : [];
    const [newest, ...earlier] = alertRecords(revisions, now()).toReversed();
    if (!newest) return refuse(c, NOT_FOUND);
    return c.json(
      { ...json(newest), earlier: earlier.map(json) },
      200,
      isForOutreach(newest.alert) ? FOR_ITS_HOLDER : { "access-control-allow-origin": "*" },
    );
  });
  return app;
}

/** A filter that nothing can ever fit is a mistake, and an empty list would hide it. */
function unknownNames(
  { areas, substanceClasses }: Pick<PublicDeps, "areas" | "substanceClasses">,
  { area, substance_class, cursor }: AlertsQuery,
  after: Place | undefined,
): FieldError[] {
  const errors: FieldError[] = [];
  if (area !== undefined && areas.path(area).length === 0)
    errors.push({
      pointer: pointerTo(["area"]),
      detail: `"${area}" is not the code of an area; use ISO 3166 codes such as PL or PL-14`,
    });
  if (substance_class !== undefined && !substanceClasses.some(({ id }) => id === substance_class))
    errors.push({
      pointer: pointerTo(["substance_class"]),
      detail: `"${substance_class}" is not a substance class that alerts are published about`,
    });
  if (cursor !== undefined && !after)
    errors.push({ pointer: pointerTo(["cursor"]), detail: "is not a cursor that was given out here" });
  return errors;
}

function refuse(c: Context, problem: Problem): Response {
  c.header("access-control-allow-origin", "*");
  return answerProblem(c, problem);
}

function variedBy(header: string, answer: Response): Response {
  answer.headers.append("vary", header);
  return answer;
}

/** Relative, so that it also holds where a copy is served from elsewhere. */
function nextAddress(address: string, cursor: string): string {
  const url = new URL(address);
  url.searchParams.set("cursor", cursor);
  return url.pathname + url.search;
}

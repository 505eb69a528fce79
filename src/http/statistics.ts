import { Hono } from "hono";
import * as z from "zod";
import { openDataHeads } from "../db/open-data-files.ts";
import type { Database } from "../db/open-database.ts";
import { readStatistics } from "../db/statistics.ts";
import type { OpenCount } from "../domain/count-open-data.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { NOT_RECOGNISED, type OpenDataTerms } from "../domain/open-data.ts";
import { parse } from "../domain/parse.ts";
import { answerProblem, invalid } from "./problem.ts";

export interface StatisticsRoutesDeps {
  db: Database;
  knowledge: Knowledge;
  /** Undefined: answered with 404 and why. */
  openData: OpenDataTerms | undefined;
}

const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-07")
  .optional();

/** `GET /v1/statistics?substance=&region=&from=&to=`: how many samples were checked, and how many held what, by region and month. */
export function statisticsRoutes({ db, knowledge, openData }: StatisticsRoutesDeps): Hono {
  const { areas, catalogue } = knowledge;
  const Question = z.strictObject({
    substance: z
      .string()
      .transform((word) => {
        if (word === NOT_RECOGNISED || catalogue.byId(word)) return word;
        const found = catalogue.find(word);
        return found?.outcome === "resolved" ? found.substanceId : undefined;
      })
      .refine((id) => id !== undefined, "is not a substance that we know")
      .optional(),
    region: z
      .string()
      .transform((word) => areas.find(word)?.code)
      .refine((code) => code !== undefined, "is not an area that we know: send a code such as PL or PL-14")
      .optional(),
    from: Month,
    to: Month,
  });

  const named = (id: string) => ({ id, name: catalogue.byId(id)?.name ?? null });

  return new Hono().get("/", async (c) => {
    if (openData === undefined)
      return answerProblem(c, {
        status: 404,
        kind: "no-open-data",
        title: "This service publishes no statistics",
        detail: "They are counted from its open data, and it publishes none.",
      });
    const question = parse(Question, c.req.query());
    if (question.outcome === "refused") return answerProblem(c, invalid(question.errors));
    const { substance, ...rest } = question.value;
    const { checked, found } = await readStatistics(db, { ...rest, substanceId: substance });
    const [newest] = await openDataHeads(db);
    const counted = ({ region, period, samples }: OpenCount) => ({
      region,
      period: period === "" ? null : period,
      samples,
    });
    return c.json(
      {
        madeAt: newest?.madeAt ?? null,
        licence: openData.licence,
        /** No count is below this; every count means "at least". */
        floor: openData.floor,
        checked: checked.map(counted),
        found: found.map((count) => ({
          substance: named(count.substanceId ?? NOT_RECOGNISED),
          ...counted(count),
        })),
      },
      200,
      { "access-control-allow-origin": "*", "cache-control": "public, max-age=300" },
    );
  });
}

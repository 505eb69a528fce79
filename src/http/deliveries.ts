import { Hono } from "hono";
import * as z from "zod";
import type { Database } from "../db/open-database.ts";
import { readDeliveries } from "../db/read-deliveries.ts";
import { type Identified, type Identify, requireScope } from "./identify.ts";
import { answerProblem } from "./problem.ts";

/**
 * GET /v1/alerts/{id}/deliveries: for each revision how many were intended and what became of them, in all and at each push
 * service. "Accepted" means by the push service: whether a phone has shown it nobody is told.
 */
export function deliveryRoutes(deps: { db: Database; identify: Identify }): Hono<Identified> {
  const app = new Hono<Identified>();
  app.get("/:id/deliveries", requireScope(deps.identify, "review"), async (c) => {
    const id = z.uuid().safeParse(c.req.param("id"));
    const revisions = id.success ? await readDeliveries(deps.db, id.data) : [];
    return revisions.length > 0
      ? c.json({ alertId: id.data, revisions })
      : answerProblem(c, {
          status: 404,
          kind: "not-found",
          title: "No such alert has been fanned out",
        });
  });
  return app;
}

import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snapshotRoutes } from "../src/http/snapshot.ts";
import { type EdgeWorker, startEdgeWorker } from "./support/edge-worker.ts";
import { ALERT_ID, anAlert, SITE } from "./support/invented-alerts.ts";
import { type LocalSite, startLocalSite } from "./support/local-site.ts";
import { has } from "./support/requirements.ts";
import { withoutTags } from "./support/without-tags.ts";

const POLAND = { code: "PL", names: { en: "Poland", pl: "Polska" }, aliases: [] };
const inAWeek = new Date(Date.now() + 7 * 86_400_000);
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe.skipIf(!has("wrangler"))("an edge that has been alone for 25 minutes", () => {
  let edge: EdgeWorker;
  let service: LocalSite;
  beforeAll(async () => {
    const app = new Hono();
    app.route(
      "/v1/snapshot",
      snapshotRoutes({
        alerts: {
          snapshot: async () => ({
            version: "1",
            takenAt: minutesAgo(25.5),
            alerts: [anAlert({ expiresAt: inAWeek })],
          }),
          revisions: async () => [],
        },
        site: SITE,
        areas: [POLAND],
        substanceClasses: [],
        vapidPublicKey: "the-key",
      }),
    );
    service = await startLocalSite(app);
    edge = await startEdgeWorker(service.origin);
    await edge.lookByClock();
    await service.close();
  });
  afterAll(() => edge?.close());

  it("says so on its pages, in frames and with every answer, and goes on serving", async () => {
    for (const path of ["/", `/alerts/${ALERT_ID}`, "/embed/PL"]) {
      const response = await fetch(edge.url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(withoutTags(await response.text())).toContain(
        "This copy is 25 minutes old; the service cannot be reached. There may be newer alerts.",
      );
    }
    const feed = await fetch(`${edge.url}/feeds/alerts.rss`);
    expect(feed.status).toBe(200);
    expect(await feed.text()).toContain("Take no more than a quarter");
    expect(Math.floor(Number(feed.headers.get("tocsin-copy-age")) / 60)).toBe(25);
  });

  it("starts anew from what it has stored", async () => {
    const { value, metadata } = await (await edge.store()).getWithMetadata("copy", "text");
    expect(JSON.parse(value ?? "")).toMatchObject({ version: "1", site: { name: SITE.name } });
    expect(metadata).toMatchObject({ etag: expect.any(String), takenAt: expect.any(String) });
    const another = await startEdgeWorker("http://127.0.0.1:9");
    try {
      await (await another.store()).put("copy", value ?? "", { metadata });
      const response = await fetch(`${another.url}/feeds/alerts.atom`);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain("Take no more than a quarter");
    } finally {
      await another.close();
    }
  });
});

import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { AreaTree } from "../src/domain/area.ts";
import type { AlertReader, PublishedAlert } from "../src/domain/published-alert.ts";
import { embedRoutes } from "../src/http/embed.ts";
import { securityHeaders } from "../src/http/security-headers.ts";
import { anAlert, aWithdrawal, daysAgo, minutesAgo, NOW, SITE } from "./support/invented-alerts.ts";
import { withoutTags } from "./support/without-tags.ts";

const AREAS = new AreaTree([
  { code: "PL", names: { en: "Poland", pl: "Polska" }, aliases: [] },
  { code: "PL-14", names: { en: "Mazowieckie", pl: "Mazowieckie" }, parent: "PL", aliases: [] },
  { code: "PL-12", names: { en: "Małopolskie", pl: "Małopolskie" }, parent: "PL", aliases: [] },
  { code: "IE", names: { en: "Ireland", pl: "Irlandia" }, aliases: [] },
]);
const POLAND = { code: "PL", name: "Poland", path: ["PL"] };
const IRELAND = { code: "IE", name: "Ireland", path: ["IE"] };
const id = (n: number) => `0197d7a0-0000-7000-8000-00000000000${n}`;

/** The routes as the service and the edge mount them, with these alerts published. */
function embedding(alerts: PublishedAlert[], { takenAt = NOW, site = SITE } = {}) {
  const reader: AlertReader = {
    snapshot: async () => ({ version: "1", takenAt, alerts }),
    revisions: async () => [],
  };
  const app = new Hono();
  app.use(securityHeaders(site.url));
  app.route("/", embedRoutes({ alerts: reader, site, areas: AREAS, now: () => NOW }));
  const page = async (path: string) => withoutTags(await (await app.request(path)).text());
  // oxlint-disable-next-line typescript/no-explicit-any -- specs read fields of answers by name
  const json = async (path: string): Promise<any> => (await app.request(path)).json();
  return { app, page, json };
}

describe("alerts on the page of another site", () => {
  it("are those of the area, of its parts, and of what it lies in", async () => {
    const all = embedding([
      anAlert({ alertId: id(1) }),
      anAlert({ alertId: id(2) }, { area: POLAND }),
      anAlert({ alertId: id(3) }, { area: IRELAND }),
    ]);
    const shown = async (region: string) =>
      (await all.json(`/embed/${region}.json`)).alerts.map(({ url }: { url: string }) => url.slice(-1));
    expect(await shown("PL-14")).toEqual(["1", "2"]);
    expect(await shown("PL")).toEqual(["1", "2"]);
    expect(await shown("PL-12")).toEqual(["2"]);
    expect(await shown("IE")).toEqual(["3"]);
    expect(await shown("all")).toEqual(["1", "2", "3"]);
  });

  it("are only current ones, red first, and no more than asked for", async () => {
    const { page, json } = embedding([
      anAlert({ alertId: id(1) }),
      anAlert({ alertId: id(2), publishedAt: daysAgo(2) }, { level: "red" }),
      aWithdrawal({ alertId: id(3) }),
      anAlert({ alertId: id(4), expiresAt: minutesAgo(1) }),
      anAlert({ alertId: id(5) }),
    ]);
    const { alerts, more } = await json("/embed/PL-14.json?limit=2");
    expect(alerts).toMatchObject([{ level: "red", levelName: "Red alert" }, { level: "warning" }]);
    expect(more).toBe("1 more current alert");
    const words = await page("/embed/PL-14?limit=2");
    expect(words.indexOf("Red alert")).toBeLessThan(words.indexOf("Warning"));
    expect(words).toContain("1 more current alert");
    expect(words).not.toMatch(/withdrawn|expired/i);
  });

  it("say of an empty list what it does not mean, and which installation speaks", async () => {
    const { page, json } = embedding([], { site: { ...SITE, status: "Exercise" } });
    for (const words of [await page("/embed/IE"), JSON.stringify(await json("/embed/IE.json"))]) {
      expect(words).toContain("EXERCISE – Drug alerts, Ireland");
      expect(words).toContain("This is an exercise. Nothing here was found in a real sample.");
      expect(words).toContain("No warning is not proof that anything is without risk.");
    }
  });

  it("say how old they are when the service has been out of reach for long", async () => {
    const { page, json } = embedding([anAlert()], { takenAt: minutesAgo(25) });
    const sentence = "This copy is 25 minutes old; the service cannot be reached.";
    expect(await page("/embed/PL")).toContain(sentence);
    expect((await json("/embed/PL.json")).remark).toContain(sentence);
    const fresh = embedding([anAlert()], { takenAt: minutesAgo(9) });
    expect(await fresh.page("/embed/PL")).not.toContain("This copy");
  });

  it("speak another language where the alert does, and take no notice of what cannot be read", async () => {
    const polish = { headline: "Nie bierz całej", push: "p", summary: "s", instruction: "i" };
    const { en } = anAlert().content.texts;
    if (!en) throw new Error("the invented alert has no English text");
    const { page } = embedding([anAlert({}, { texts: { en, pl: polish } })]);
    expect(await page("/embed/PL?lang=pl")).toContain("Nie bierz całej");
    expect(await page("/embed/PL?lang=zz&limit=-1&theme=pink&x=%00")).toContain("Take no more");
  });

  it("may be framed by anybody, run nothing and set nothing, whatever the page around them demands", async () => {
    const { app } = embedding([anAlert()]);
    const { headers } = await app.request("/embed/PL-14?theme=dark");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("frame-ancestors *");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("script-src");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(headers.get("x-frame-options")).toBeNull();
    expect(headers.get("set-cookie")).toBeNull();
    const data = await app.request("/embed/PL-14.json");
    expect(data.headers.get("access-control-allow-origin")).toBe("*");
    expect(data.headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("do not exist for an area that nobody knows, and say which addresses there are", async () => {
    const { app, page } = embedding([anAlert()]);
    for (const path of ["/embed/XX", "/embed/XX.json", "/embed/%3Cscript%3E", "/embed/.json"])
      expect([path, (await app.request(path)).status]).toEqual([path, 404]);
    expect(await page("/embed/XX")).toContain("for example PL or PL-14, or in “all”");
  });
});

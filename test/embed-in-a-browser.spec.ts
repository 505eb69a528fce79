import { Hono } from "hono";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AreaTree } from "../src/domain/area.ts";
import type { PublishedAlert } from "../src/domain/published-alert.ts";
import { embedRoutes } from "../src/http/embed.ts";
import { securityHeaders } from "../src/http/security-headers.ts";
import { staticFiles } from "../src/http/static-files.ts";
import { anAlert, SITE } from "./support/invented-alerts.ts";
import { type LocalSite, startLocalSite } from "./support/local-site.ts";
import { has, requireProgram } from "./support/requirements.ts";
import { until } from "./support/until.ts";

const AREAS = new AreaTree([
  { code: "PL", names: { en: "Poland", pl: "Polska" }, aliases: [] },
  { code: "PL-14", names: { en: "Mazowieckie", pl: "Mazowieckie" }, parent: "PL", aliases: [] },
]);
const inAWeek = new Date(Date.now() + 7 * 86_400_000);
const HOSTILE = '<img src=x onerror="document.title=1">';

describe.skipIf(!has("chromium"))("a page of another site, with a strict policy of its own", () => {
  let published: PublishedAlert[];
  let tocsin: LocalSite;
  let host: LocalSite;
  let browser: Browser;
  let page: Page;
  const refused: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    const service = new Hono();
    service.use(securityHeaders("http://127.0.0.1"));
    service.route("/", staticFiles());
    service.route(
      "/",
      embedRoutes({
        alerts: {
          snapshot: async () => ({ version: "1", takenAt: new Date(), alerts: published }),
          revisions: async () => [],
        },
        site: SITE,
        areas: AREAS,
        now: () => new Date(),
      }),
    );
    tocsin = await startLocalSite(service);
    const guest = new Hono();
    guest.use(async (c, next) => {
      await next();
      c.header(
        "content-security-policy",
        `default-src 'none'; script-src ${tocsin.origin}; connect-src ${tocsin.origin}; frame-src ${tocsin.origin}`,
      );
    });
    guest.get("/frame", (c) => c.html(`<iframe src="${tocsin.origin}/embed/PL-14?theme=dark"></iframe>`));
    guest.get("/element", (c) =>
      c.html(
        `<script type="module" src="${tocsin.origin}/embed.js"></script>` +
          `<tocsin-alerts region="PL-14">Our own words</tocsin-alerts>`,
      ),
    );
    host = await startLocalSite(guest);
    browser = await chromium.launch({
      executablePath: requireProgram("chromium"),
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
    page = await browser.newPage();
    page.on("console", (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) refused.push(message.text());
    });
    page.on("request", (request) => asked.push(new URL(request.url()).origin));
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
    await tocsin?.close();
  });

  it("shows alerts in a frame, styled, and opens them in a window of their own", async () => {
    published = [anAlert({ expiresAt: inAWeek })];
    await page.goto(`${host.origin}/frame`);
    const frame = page.frames().find((one) => one.url().includes("/embed/"));
    expect(await frame?.textContent("h1")).toContain("Drug alerts, Mazowieckie");
    expect(await frame?.textContent("article h3")).toContain("Take no more than a quarter");
    expect(await frame?.evaluate("getComputedStyle(document.documentElement).backgroundColor")).toBe(
      "rgb(15, 18, 23)",
    );
    expect(
      await frame?.evaluate(
        "document.querySelector('article a').target || document.querySelector('base').target",
      ),
    ).toBe("_blank");
    expect(await page.context().cookies()).toEqual([]);
  });

  it("shows alerts through the element, as text and never as markup", async () => {
    const { en } = anAlert().content.texts;
    if (!en) throw new Error("the invented alert has no English text");
    published = [anAlert({ expiresAt: inAWeek }, { texts: { en: { ...en, headline: HOSTILE } } })];
    await page.goto(`${host.origin}/element`);
    const inside = (expression: string) =>
      page.evaluate(`document.querySelector("tocsin-alerts").shadowRoot${expression}`);
    await until(
      () => inside(".querySelector('h3')?.textContent"),
      (text) => text === HOSTILE,
    );
    expect(await inside(".querySelector('img')")).toBeNull();
    expect(await inside(".querySelector('h2').textContent")).toBe("Drug alerts, Mazowieckie");
    expect(await inside(".querySelector('a').href")).toMatch(/^https:\/\/alerts\.example\.org\/alerts\//);
    expect(
      await page.evaluate(
        "getComputedStyle(document.querySelector('tocsin-alerts').shadowRoot.querySelector('.level')).backgroundColor",
      ),
    ).toBe("rgb(189, 63, 6)");
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate("localStorage.length + sessionStorage.length")).toBe(0);
  });

  it("goes on showing what it has, and says so, when the service does not answer", async () => {
    await page.route("**/*.json", (route) => route.abort());
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    const text = () =>
      page.evaluate("document.querySelector('tocsin-alerts').shadowRoot.textContent") as Promise<string>;
    await until(text, (words) => words.includes("cannot be renewed at this moment"));
    expect(await text()).toContain("onerror");
    await page.evaluate("document.querySelector('tocsin-alerts').setAttribute('region', 'XX')");
    await until(text, (words) => words.includes("Current drug alerts"));
  });

  it("asks nobody but the service, and breaks no rule of the page", () => {
    expect([...new Set(asked)].sort()).toEqual([host.origin, tocsin.origin].sort());
    expect(refused).toEqual([]);
  });
});

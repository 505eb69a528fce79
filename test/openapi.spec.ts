import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiDocument, OPERATIONS } from "../src/http/openapi-document.ts";
import { scopeOf } from "../src/http/openapi-operation.ts";
import { REVIEW_ACTIONS } from "../src/http/review-actions.ts";
import { type JsonSchema, operationsOf } from "../src/render/openapi-shape.ts";
import { appOf } from "./support/app-of.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const document = openApiDocument("https://alerts.example.org");
const names = operationsOf(document).map(({ method, path }) => `${method.toUpperCase()} ${path}`);

describe("the description of the API", () => {
  let tocsin: RunningTocsin;
  beforeAll(async () => {
    tocsin = await runTocsin({ environment: { TOCSIN_URL: "https://alerts.example.org" } });
  });
  afterAll(() => tocsin?.stop());

  it("names every route under /v1 that is served, and no other", async () => {
    const routes = (await appOf(tocsin)).routes
      .filter(({ method, path }) => method !== "ALL" && path.startsWith("/v1/"))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`)
      .flatMap((route) =>
        route.includes("{action}") ? REVIEW_ACTIONS.map((one) => route.replace("{action}", one)) : [route],
      );
    expect(names.toSorted()).toEqual([...new Set(routes)].toSorted());
  });

  it("gives every operation a name of its own, and refers to nothing that is not there", () => {
    const ids = OPERATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const referred = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(referred.length).toBeGreaterThan(100);
    for (const [, kind, name = ""] of referred)
      expect(document.components[kind as "schemas" | "responses"]).toHaveProperty([name]);
    const used = new Set(referred.map(([, , name]) => name));
    expect(Object.keys(document.components.schemas).filter((name) => !used.has(name))).toEqual([]);
  });

  it("says what everything means that is sent, and everything in a path or query", () => {
    const sent = new Set<string>();
    for (const { operation } of operationsOf(document)) {
      for (const { name, description } of operation.parameters ?? [])
        expect([operation.operationId, name, description]).toEqual([
          operation.operationId,
          name,
          expect.stringMatching(/\S{3,}/),
        ]);
      collectNames(operation.requestBody?.content["application/json"]?.schema ?? {}, sent);
    }
    expect(sent.size).toBeGreaterThan(15);
    for (const name of sent) {
      const schema = document.components.schemas[name] ?? {};
      for (const [field, { description }] of Object.entries(schema.properties ?? {}))
        expect([name, field, description]).toEqual([name, field, expect.stringMatching(/\S{2,}/)]);
    }
  });

  it("gives examples that are accepted", () => {
    for (const { id, body } of OPERATIONS)
      if (body) expect([id, body.schema.safeParse(body.example).error]).toEqual([id, undefined]);
  });

  it("tells the length that counts after trimming", () => {
    expect(document.components.schemas["Sample"]?.properties?.["sampleCode"]).toMatchObject({
      minLength: 1,
      maxLength: 60,
    });
  });

  it("tells who may ask as it is", async () => {
    for (const operation of OPERATIONS) {
      if (operation.id === "followAlerts") continue; // an answer that does not end
      const path = operation.path.replace("{revision}", "1").replace(/\{\w+\}/g, crypto.randomUUID());
      const answer = await tocsin.call(
        operation.method.toUpperCase(),
        path,
        undefined,
        operation.body?.example,
      );
      const isRefused = answer.status === 401;
      expect([operation.id, isRefused]).toEqual([operation.id, scopeOf(operation) !== undefined]);
    }
  });

  it("is served to every site, and not sent again to who has it", async () => {
    const answer = await tocsin.call("GET", "/openapi.json");
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(document)));
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    const etag = answer.headers.get("etag") ?? "";
    expect(
      (await tocsin.call("GET", "/openapi.json", undefined, undefined, { "if-none-match": etag })).status,
    ).toBe(304);
  });

  it("is a page for people too, which loads nothing from elsewhere and runs nothing", async () => {
    const { status, headers, body } = await tocsin.call("GET", "/docs/api");
    expect(status).toBe(200);
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'/);
    expect(body).not.toMatch(/<script|<style|\sstyle=|\son\w+=|<iframe|<img/);
    for (const [, address = ""] of body.matchAll(/<(?:link|a)[^>]*?href="([^"]*)"/g))
      expect(address).toMatch(/^[/#]/);
    for (const { id, path } of OPERATIONS) {
      expect(body).toContain(`id="${id}"`);
      expect(body).toContain(path);
    }
    for (const [, target = ""] of body.matchAll(/href="#([^"]+)"/g)) expect(body).toContain(`id="${target}"`);
  });
});

/** The names that a schema refers to, at any depth. */
function collectNames(schema: JsonSchema, found: Set<string>): void {
  for (const [, name = ""] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    collectNames(document.components.schemas[name] ?? {}, found);
  }
}

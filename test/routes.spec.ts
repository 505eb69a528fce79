import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKey, type Scope, SCOPES } from "../src/identity/api-key.ts";
import { createReviewer, findOrCreateOrganisation } from "../src/identity/sign-in.ts";
import { appOf } from "./support/app-of.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

/** What everybody may ask for. Whatever is not here needs a key or a sign-in. */
const PUBLIC = new Set([
  "GET /",
  "GET /alerts/:id",
  "GET /embed/:region",
  "GET /.well-known/jwks.json",
  "GET /alerts/:id/:document{[0-9]+\\.cap(\\.jws)?}",
  "GET /docs/api",
  "GET /feeds",
  "GET /feeds.opml",
  "GET /feeds/*",
  "GET /livez",
  "GET /open-data",
  "GET /open-data/",
  "GET /open-data/:file",
  "GET /manage",
  "GET /openapi.json",
  "GET /readyz",
  "GET /sign-in",
  "GET /subscribe",
  "GET /v1/alerts",
  "GET /v1/alerts/:id",
  "GET /v1/alerts/stream",
  "GET /v1/application-server-key",
  "GET /v1/snapshot",
  "GET /v1/statistics",
  "POST /sign-in",
  "POST /sign-out",
  "POST /v1/subscriptions",
  "POST /v1/subscriptions/:id/confirm",
]);
/** Guarded by the management token of one subscription. */
const BY_MANAGEMENT_TOKEN = new Set([
  ...["DELETE", "GET", "PUT"].map((method) => `${method} /v1/subscriptions/:id`),
  "POST /v1/subscriptions/:id/test",
]);
const isStatic = (path: string) => /^\/[\w-]+\.(css|js|svg|png|webmanifest)$/.test(path);

const SCOPE_OF: Record<string, Scope> = {
  "POST /v1/sessions": "submit",
  "POST /v1/samples": "submit",
  "POST /v1/samples/:id/analyses": "submit",
  "POST /v1/samples/:id/revisions": "submit",
  "GET /v1/samples/:id": "read",
  "GET /v1/webhooks": "webhook",
  "POST /v1/webhooks": "webhook",
  "GET /v1/webhooks/:id": "webhook",
  "DELETE /v1/webhooks/:id": "webhook",
  "POST /v1/webhooks/:id/test": "webhook",
  "POST /v1/webhooks/:id/secrets": "webhook",
  "DELETE /v1/webhooks/:id/secrets/former": "webhook",
  "GET /v1/webhooks/:id/deliveries": "webhook",
  "POST /v1/webhooks/:id/deliveries/:alertId/:revision/replay": "webhook",
  "GET /v1/alerts/:id/deliveries": "review",
  "GET /v1/review/alerts": "review",
  "GET /v1/review/alerts/:id": "review",
  "POST /v1/review/alerts/:id/:action": "review",
  "GET /v1/review/conflicts": "review",
  "POST /v1/review/conflicts/:id": "review",
  "GET /v1/review/invitations": "review",
  "POST /v1/review/invitations": "review",
  "DELETE /v1/review/invitations/:id": "review",
  "GET /review": "review",
  "GET /review/invitations": "review",
  "POST /review/invitations": "review",
  "POST /review/invitations/:id/revoke": "review",
  "GET /review/alerts/:id": "review",
  "POST /review/alerts/:id/:action": "review",
};

const concrete = (path: string) =>
  path.replace(":action", "approve").replace(/:\w+/g, "01890a5d-ac96-774b-bcce-b302099a8057");

describe("every route of the server", () => {
  let tocsin: RunningTocsin;
  let routes: { method: string; path: string }[];
  beforeAll(async () => {
    tocsin = await runTocsin();
    const known = (await appOf(tocsin)).routes.filter(({ method }) => method !== "ALL");
    routes = [...new Map(known.map(({ method, path }) => [`${method} ${path}`, { method, path }])).values()];
  });
  afterAll(() => tocsin?.stop());

  const guarded = () =>
    routes.filter(
      ({ method, path }) =>
        !PUBLIC.has(`${method} ${path}`) && !isStatic(path) && !BY_MANAGEMENT_TOKEN.has(`${method} ${path}`),
    );
  const ask = ({ method, path }: { method: string; path: string }, key?: string) =>
    tocsin.call(method, concrete(path), key, method === "GET" || method === "DELETE" ? undefined : {});

  it("is either public by name, or by management token, or needs a scope", () => {
    expect(
      guarded()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual(Object.keys(SCOPE_OF).sort());
    for (const name of [...PUBLIC, ...BY_MANAGEMENT_TOKEN])
      expect(routes.map(({ method, path }) => `${method} ${path}`)).toContain(name);
  });

  it("is refused without a key, with 401", async () => {
    for (const route of guarded()) {
      const answer = await ask(route);
      expect([route, answer.status]).toEqual([route, 401]);
      if (route.path.startsWith("/v1/")) {
        expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="tocsin"');
        expect(answer.body).toMatchObject({
          type: "urn:tocsin:problem:not-identified",
          status: 401,
          detail: expect.stringContaining("tocsin key create"),
        });
      }
    }
  });

  it("is refused with a key of every other scope, also one of a reviewer, with 403", async () => {
    const { db } = tocsin.installation;
    const organisationId = await findOrCreateOrganisation(db, "Night Owl");
    const reviewerId = await createReviewer(db, "Night Owl", "Anna");
    for (const scope of SCOPES) {
      const others = SCOPES.filter((one) => one !== scope);
      const { key } = await createKey(db, { organisationId, name: "spec", scopes: others, reviewerId });
      for (const route of guarded().filter(({ method, path }) => SCOPE_OF[`${method} ${path}`] === scope)) {
        const { status, body } = await ask(route, key);
        expect([route, status]).toEqual([route, 403]);
        if (route.path.startsWith("/v1/"))
          expect(body).toMatchObject({
            type: "urn:tocsin:problem:missing-scope",
            title: expect.stringContaining(`"${scope}"`),
          });
      }
    }
  });

  it("is open with the one scope that it needs", async () => {
    for (const scope of SCOPES) {
      const key = scope === "review" ? await tocsin.reviewerKey("Anna") : await tocsin.key([scope]);
      for (const route of guarded().filter(({ method, path }) => SCOPE_OF[`${method} ${path}`] === scope))
        expect([route, (await ask(route, key)).status]).not.toEqual([
          route,
          expect.toSatisfy((status) => status === 401 || status === 403),
        ]);
    }
  });

  it("to a subscription gives the same answer for an unknown one and for a wrong token", async () => {
    const path = "/v1/subscriptions/01890a5d-ac96-774b-bcce-b302099a8057";
    for (const method of ["GET", "PUT", "DELETE"])
      for (const key of [undefined, "x", "A".repeat(43)]) {
        const answer = await tocsin.call(method, path, key, method === "PUT" ? {} : undefined);
        expect([method, key, answer.status, answer.body.title]).toEqual([
          method,
          key,
          404,
          "No subscription with this id and management token",
        ]);
      }
  });
});

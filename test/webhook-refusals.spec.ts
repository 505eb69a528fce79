import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Resolve } from "../src/adapters/public-address.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

/** Names of this spec, and where they lead. */
const ADDRESSES: Record<string, string[]> = {
  "hooks.example.org": ["93.184.215.14"],
  "inside.example.org": ["93.184.215.14", "10.1.2.3"],
  "here.example.org": ["::ffff:127.0.0.1"],
};
const resolve: Resolve = (hostname, _, found) => {
  const addresses = (ADDRESSES[hostname] ?? []).map((address) => ({
    address,
    family: address.includes(":") ? 6 : 4,
  }));
  if (addresses.length > 0) found(null, addresses);
  else found(Object.assign(new Error("not found"), { code: "ENOTFOUND" }), []);
};

describe("a webhook that is registered", () => {
  let tocsin: RunningTocsin;
  let key: string;
  beforeAll(async () => {
    tocsin = await runTocsin({ environment: { TOCSIN_PROCESS: "api" }, resolve });
    key = await tocsin.key(["webhook"]);
  });
  afterAll(() => tocsin?.stop());

  const register = (body: object) => tocsin.call("POST", "/v1/webhooks", key, body);

  it("is refused where it is no public https address, with a pointer to it", async () => {
    const cases = [
      ["http://hooks.example.org/", /https/],
      ["https://hooks.example.org:8080/", /without port/],
      ["https://0x7f.1/", /in numbers/],
      ["https://localhost/", /not a name on the public internet/],
      ["https://inside.example.org/", /does not lead to a public address/],
      ["https://here.example.org/", /does not lead to a public address/],
    ] as const;
    for (const [url, detail] of cases) {
      const refused = await register({ url });
      expect([url, refused.status, refused.headers.get("content-type")]).toEqual([
        url,
        422,
        "application/problem+json; charset=utf-8",
      ]);
      expect(refused.body.errors).toEqual([{ pointer: "#/url", detail: expect.stringMatching(detail) }]);
    }
    expect((await register({ url: "https://hooks.example.org/" })).status).toBe(201);
    // Who cannot be found now may be found when it is challenged.
    expect((await register({ url: "https://not-yet.example.org/" })).status).toBe(201);
  });

  it("is refused for all that is wrong with it at once", async () => {
    const { body } = await register({ url: "http://hooks.example.org/", interest: { areas: ["XX"] } });
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "#/url",
      "#/interest/areas/0",
    ]);
    expect((await register({ url: "https://hooks.example.org/", secret: "mine" })).status).toBe(422);
    const { body: all } = await tocsin.call("GET", "/v1/webhooks", key);
    expect(all.webhooks).toHaveLength(2);
  });
});

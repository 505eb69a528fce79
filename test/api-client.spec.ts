import { readFile } from "node:fs/promises";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { typescriptClient } from "../clients/typescript-client.ts";
import { eachPage, TocsinProblem } from "../clients/typescript/request-json.ts";
import { openTocsin, type Sample } from "../clients/typescript/tocsin.ts";
import { openApiDocument } from "../src/http/openapi-document.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const FILE = new URL("../clients/typescript/tocsin.ts", import.meta.url);

it("the client in TypeScript is the one that the description makes: run npm run docs when it is not", async () => {
  const made = await typescriptClient(openApiDocument("https://alerts.example.org"));
  expect(await readFile(FILE, "utf8")).toBe(made);
});

describe("the client in TypeScript", () => {
  let tocsin: RunningTocsin;
  beforeAll(async () => {
    tocsin = await runTocsin();
  });
  afterAll(() => tocsin?.stop());

  const clientWith = (key?: string) =>
    openTocsin({ baseUrl: tocsin.localUrl, ...(key === undefined ? {} : { key }) });

  it("carries a result from a session to an alert that everybody reads", async () => {
    const device = clientWith(await tocsin.key(["submit", "read"]));
    const reviewer = clientWith(await tocsin.reviewerKey("Anna"));
    const session = { id: uuidv7(), name: "Saturday", area: "PL-14" };
    expect(await device.createSession(session)).toMatchObject({ outcome: "accepted", id: session.id });
    const sample: Sample = {
      id: uuidv7(),
      sessionId: session.id,
      sampleCode: "T-17",
      expectedSubstance: "MDMA",
      form: "tablet",
      appearance: { colour: "orange", logo: "invented star" },
      analyses: [
        {
          id: uuidv7(),
          method: "lc-ms",
          analysedAt: new Date().toISOString(),
          findings: [{ substance: "MDMA", amount: { kind: "dose", value: 230, unit: "mg" } }],
        },
      ],
    };
    await device.submitSample(sample);
    const { notice } = await tocsin.until(
      () => device.getSample(sample.id),
      (stored) => stored.notice !== null,
    );
    const alertId = notice?.alertId ?? "";
    const { revisions } = await reviewer.getAlertUnderReview(alertId);
    await reviewer.approveAlert(alertId, { contentHash: revisions[0]?.contentHash ?? "" });

    const reader = clientWith();
    const found: string[] = [];
    for await (const { alerts } of eachPage((position) =>
      reader.listAlerts({ ...position, limit: 1, area: "PL", updated_since: "2026-01-01T00:00:00Z" }),
    ))
      found.push(...alerts.map(({ id }) => id));
    expect(found).toEqual([alertId]);
    expect((await reader.getAlert(alertId)).level).toBe("warning");
  });

  it("throws why something was refused, by a name that stays the same", async () => {
    const refused = await clientWith(await tocsin.key(["submit"]))
      .createSession({ id: "1", name: "x", area: "PL" })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TocsinProblem);
    expect(refused).toMatchObject({ status: 422, kind: "invalid-request", errors: [{ pointer: "#/id" }] });
    await expect(clientWith().getSample(uuidv7())).rejects.toMatchObject({
      status: 401,
      kind: "not-identified",
    });
  });

  it("changes nothing in an id that is none: it stays one part of the path", async () => {
    await expect(clientWith().getAlert("../samples")).rejects.toMatchObject({
      status: 400,
      kind: "bad-path",
    });
  });
});

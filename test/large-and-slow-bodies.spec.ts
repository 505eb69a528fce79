import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readJson } from "../src/http/read-body.ts";
import { type RunningServer, startServer } from "../src/start-server.ts";
import { countRows } from "./support/count-rows.ts";
import { aSession } from "./support/invented-samples.ts";
import { sendRaw } from "./support/raw-request.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const MEBIBYTE = 1024 * 1024;
const HEAD = ["host: localhost", "content-type: application/json"];

/** 50 MiB, made while they are sent. */
function* fiftyMebibytes(): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, "x");
  for (let sent = 0; sent < 50 * MEBIBYTE; sent += chunk.length) yield chunk;
}
function* chunked(parts: Iterable<Buffer>): Generator<Buffer> {
  for (const part of parts)
    yield Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")]);
  yield Buffer.from("0\r\n\r\n");
}

describe("a body of 50 MB", () => {
  let tocsin: RunningTocsin;
  let auth: string;
  let before: Record<string, number>;
  beforeAll(async () => {
    tocsin = await runTocsin();
    auth = `authorization: Bearer ${await tocsin.key(["submit"])}`;
    before = await countRows(tocsin.installation.db);
  });
  afterAll(() => tocsin?.stop());

  it.each([
    ["/v1/sessions", 16 * 1024],
    ["/v1/samples", 8 * MEBIBYTE],
  ])("for %s is answered before it is sent when its length is said", async (path, limit) => {
    const head = [`POST ${path} HTTP/1.1`, ...HEAD, auth, `content-length: ${50 * MEBIBYTE}`];
    const answer = await sendRaw(tocsin.localUrl, head);
    expect(answer).toMatchObject({
      status: 413,
      body: { type: "urn:tocsin:problem:body-too-large", status: 413 },
    });
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.body).toMatchObject({ detail: expect.stringContaining(`${limit} bytes`) });
  });

  it.each([
    ["/v1/sessions", 16 * 1024],
    ["/v1/samples", 8 * MEBIBYTE],
  ])(
    "for %s is answered on the way when its length is not said, and the rest is not kept",
    async (path, limit) => {
      const head = [`POST ${path} HTTP/1.1`, ...HEAD, auth, "transfer-encoding: chunked"];
      const answer = await sendRaw(tocsin.localUrl, head, chunked(fiftyMebibytes()));
      expect(answer).toMatchObject({ status: 413, body: { type: "urn:tocsin:problem:body-too-large" } });
      // What lies in the buffers of both ends comes on top of the limit.
      expect(answer.sentBytes).toBeLessThan(limit + 10 * MEBIBYTE);
    },
  );

  it("without a key is answered before it is read", async () => {
    const head = ["POST /v1/samples HTTP/1.1", ...HEAD, "transfer-encoding: chunked"];
    const answer = await sendRaw(tocsin.localUrl, head, chunked(fiftyMebibytes()));
    expect(answer.status).toBe(401);
    expect(answer.sentBytes).toBeLessThan(10 * MEBIBYTE);
  });

  it("leaves nothing behind, and the next request is answered", async () => {
    expect(await countRows(tocsin.installation.db)).toEqual(before);
    const key = await tocsin.key(["submit"]);
    expect((await tocsin.call("POST", "/v1/sessions", key, aSession())).status).toBe(201);
  });
});

describe("a request that does not arrive", () => {
  let server: RunningServer;
  let url: string;
  let bodies: unknown[];
  beforeAll(async () => {
    bodies = [];
    const app = new Hono();
    app.post("/", async (c) => {
      const body = await readJson(c, 1_000);
      bodies.push(body);
      return c.text("read");
    });
    server = await startServer(app, "127.0.0.1", 0, {
      patience: { headersMs: 200, requestMs: 400, checkMs: 50 },
    });
    url = `http://127.0.0.1:${server.port}`;
  });
  afterAll(() => server?.close());

  it("in time is answered 408 and cut off, and nothing of it is used", async () => {
    const answer = await sendRaw(url, ["POST / HTTP/1.1", ...HEAD, "content-length: 100"], ['{"id":']);
    expect(answer).toMatchObject({
      status: 408,
      headers: {
        "content-type": "application/problem+json; charset=utf-8",
        connection: "close",
        "cache-control": "no-store",
      },
      body: {
        type: "urn:tocsin:problem:too-slow",
        status: 408,
        title: expect.any(String),
        detail: "It must be complete within 0.4 seconds.",
      },
    });
    await expect
      .poll(() => bodies)
      .toEqual([{ outcome: "refused", problem: expect.objectContaining({ kind: "cut-off" }) }]);
  });

  it("beyond its headers is answered 408", async () => {
    const answer = await sendRaw(url, [], ["POST / HTTP/1.1\r\nhost: local"]);
    expect(answer.status).toBe(408);
  });

  it("as HTTP is answered 400", async () => {
    const answer = await sendRaw(url, ["this is not HTTP"]);
    expect(answer).toMatchObject({
      status: 400,
      body: { type: "urn:tocsin:problem:bad-request", status: 400 },
    });
  });

  it("with two lengths is answered 400, so that nobody can hide one request in another", async () => {
    const answer = await sendRaw(
      url,
      ["POST / HTTP/1.1", ...HEAD, "content-length: 2", "transfer-encoding: chunked"],
      ["{}"],
    );
    expect(answer.status).toBe(400);
  });
});

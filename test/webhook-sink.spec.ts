import { afterAll, beforeAll, expect, test } from "vitest";
import { Webhook } from "standardwebhooks";
import { startWebhookSink, type WebhookSink } from "../demo/webhook-sink.ts";

const secret = `whsec_${Buffer.from("a secret that only this spec knows").toString("base64")}`;

let sink: WebhookSink;
beforeAll(async () => {
  sink = await startWebhookSink();
});
afterAll(() => sink.close());

/** Posts what a sender with `secret` would post, signed at `at`. */
async function deliver(id: string, payload: object, at = new Date()) {
  const body = JSON.stringify(payload);
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
  return (await fetch(sink.url, { method: "POST", headers, body })).status;
}

test("nothing is believed before the secret is known", async () => {
  expect(await deliver("early", { alert: "a" })).toBe(401);
  expect(sink.received).toEqual([]);
});

test("a signed delivery is kept, and a repeat is recognised by its id", async () => {
  sink.trust(secret);
  sink.failNext(503);
  expect(await deliver("m1", { alert: "a" })).toBe(503);
  expect(await deliver("m1", { alert: "a" })).toBe(204);
  expect(await deliver("m1", { alert: "a" })).toBe(204);
  expect(await deliver("m2", { alert: "b" })).toBe(204);

  expect(sink.received.map(({ id, payload }) => [id, payload])).toEqual([
    ["m1", { alert: "a" }],
    ["m1", { alert: "a" }],
    ["m2", { alert: "b" }],
  ]);
  expect([...sink.deliveriesById()].map(([id, repeats]) => [id, repeats.length])).toEqual([
    ["m1", 2],
    ["m2", 1],
  ]);
});

test("a delivery without a signature, or signed long ago, is refused", async () => {
  expect((await fetch(sink.url, { method: "POST", body: "{}" })).status).toBe(401);
  expect(await deliver("old", {}, new Date(Date.now() - 3_600_000))).toBe(401);
  expect((await fetch(sink.url)).status).toBe(405);
});

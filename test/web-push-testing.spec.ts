import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import webpush from "web-push";
import { z } from "zod";
import { findFreePort } from "../src/embedded-postgres/find-free-port.ts";
import { encryptMessage } from "../src/web-push/encrypt-message.ts";
import { makeMessageKey } from "../src/web-push/make-message-key.ts";
import { packMessageKey, unpackMessageKey } from "../src/web-push/message-key.ts";
import { openVapidTokens } from "../src/web-push/vapid-token.ts";
import { until } from "./support/until.ts";

const Subscription = z.object({
  data: z.object({
    endpoint: z.string(),
    keys: z.object({ p256dh: z.string(), auth: z.string() }),
    clientHash: z.string(),
  }),
});
type Subscription = z.infer<typeof Subscription>["data"];
const Messages = z.object({ data: z.object({ messages: z.array(z.string()) }) });

const key = { id: "key", ...webpush.generateVAPIDKeys() };
const stranger = { id: "stranger", ...webpush.generateVAPIDKeys() };
const tokens = openVapidTokens({
  keys: [key, stranger],
  contact: "mailto:alerts@tocsin.example",
  now: () => new Date(),
});

let service: ChildProcess;
let origin: string;
beforeAll(async () => {
  const port = await findFreePort(undefined);
  origin = `http://localhost:${port}`;
  const server = fileURLToPath(import.meta.resolve("web-push-testing/src/bin/server.js"));
  service = spawn(process.execPath, [server, String(port)], { stdio: "ignore" });
  await until(
    () =>
      fetch(`${origin}/status`, { method: "POST" }).then(
        ({ status }) => status,
        () => 0,
      ),
    (status) => status === 200,
  );
});
afterAll(() => void service.kill());

const ask = async (path: string, question: object): Promise<unknown> =>
  (
    await fetch(origin + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(question),
    })
  ).json();

const subscribe = async () =>
  Subscription.parse(
    await ask("/subscribe", { userVisibleOnly: "true", applicationServerKey: key.publicKey }),
  ).data;

const received = async ({ clientHash }: Subscription) =>
  Messages.parse(await ask("/get-notifications", { clientHash })).data.messages;

function keyFor({ keys }: Subscription) {
  const made = makeMessageKey({
    p256dh: Buffer.from(keys.p256dh, "base64url"),
    auth: Buffer.from(keys.auth, "base64url"),
  });
  if (made.outcome === "refused") throw new Error(made.reason);
  return made.key;
}

function push({ endpoint }: Subscription, body: Buffer, keyId = key.id) {
  const authorization = tokens.authorization(keyId, new URL(endpoint).origin);
  if (authorization === undefined) throw new Error(`there is no key ${keyId}`);
  return fetch(endpoint, {
    method: "POST",
    headers: {
      authorization,
      ttl: "60",
      urgency: "high",
      "content-encoding": "aes128gcm",
      "content-type": "application/octet-stream",
    },
    body: new Uint8Array(body),
  });
}

describe("a push service of somebody else's making (npm web-push-testing)", () => {
  it("accepts and decrypts messages whose keys were made on the spot", async () => {
    const subscription = await subscribe();
    for (const text of ["High dose: 300 mg", "Zażółć gęślą jaźń 💊"])
      expect(
        (await push(subscription, encryptMessage(keyFor(subscription), Buffer.from(text), 2_048))).status,
      ).toBe(201);
    expect(await received(subscription)).toEqual(["High dose: 300 mg", "Zażółć gęślą jaźń 💊"]);
  });

  it("accepts and decrypts a message whose key was made ahead", async () => {
    const subscription = await subscribe();
    const packed = packMessageKey(keyFor(subscription));
    const body = encryptMessage(unpackMessageKey(packed), Buffer.from("put by"), 2_048);
    expect((await push(subscription, body)).status).toBe(201);
    expect(await received(subscription)).toEqual(["put by"]);
  });

  it("refuses what is signed with another key than the subscription's", async () => {
    const subscription = await subscribe();
    const body = encryptMessage(keyFor(subscription), Buffer.from("forged"), 2_048);
    expect((await push(subscription, body, stranger.id)).status).toBe(400);
    expect(await received(subscription)).toEqual([]);
  });

  it("refuses what is encrypted for somebody else", async () => {
    const [subscription, other] = [await subscribe(), await subscribe()];
    const body = encryptMessage(keyFor(other), Buffer.from("not for you"), 2_048);
    expect((await push(subscription, body)).status).toBe(400);
    expect(await received(subscription)).toEqual([]);
  });
});

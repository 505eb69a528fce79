import { lookup } from "node:dns";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type HttpSender, openHttpSender } from "../src/adapters/post-once.ts";
import { startLoopbackServer, type LoopbackAnswer, type LoopbackServer } from "../demo/loopback-server.ts";
import { startFaultyPushService } from "./support/faulty-push-service.ts";

let server: LoopbackServer;
let sender: HttpSender;
let answer: LoopbackAnswer;
beforeEach(async () => {
  answer = { status: 201, reason: "accepted", body: "" };
  server = await startLoopbackServer(() => answer);
  sender = openHttpSender([server.origin]);
});
afterEach(async () => {
  await sender.close();
  await server.close();
});
const post = (path = "/push/abc") => sender.post(server.origin + path, { ttl: "60" }, Buffer.from("sealed"));

describe("one POST", () => {
  it("carries the path, the query, the headers and the body, and asks for nothing else", async () => {
    await post("/w/?token=BQYAAA%3d%3d");
    const [request] = server.log;
    expect(request).toMatchObject({ method: "POST", path: "/w/?token=BQYAAA%3d%3d", bytes: 6 });
    expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
      "connection",
      "content-length",
      "host",
      "ttl",
    ]);
  });

  it("says what was answered, and how long the message will be kept", async () => {
    answer = { status: 201, reason: "", headers: { ttl: "3600", "retry-after": "5" }, body: "" };
    expect(await post()).toEqual({
      kind: "answered",
      status: 201,
      retryAfter: "5",
      ttlSeconds: 3600,
      reason: "",
    });
    for (const ttl of ["", "soon", "-1", "9".repeat(30)]) {
      answer = { status: 201, reason: "", headers: { ttl }, body: "" };
      expect(await post()).not.toHaveProperty("ttlSeconds");
    }
  });

  it("keeps the first 200 characters of a reply that is no success, and nothing of one that is", async () => {
    answer = { status: 403, reason: "", body: `do not correspond ${"é".repeat(1000)}` };
    expect(await post()).toMatchObject({ status: 403, reason: `do not correspond ${"é".repeat(182)}` });
    answer = { status: 201, reason: "", body: "thank you" };
    expect(await post()).toMatchObject({ status: 201, reason: "" });
  });

  it("gives the reply of a success where it is asked for, at most 4 KiB of it", async () => {
    const ask = () => sender.post(`${server.origin}/`, {}, "x", { reply: true });
    answer = { status: 200, reason: "", body: "thank you, é" };
    expect(await ask()).toMatchObject({ status: 200, reason: "", reply: "thank you, é" });
    answer = { status: 200, reason: "", body: "x".repeat(1_000_000) };
    expect(await ask()).toMatchObject({ status: 200, reply: "x".repeat(4096) });
    answer = { status: 403, reason: "", body: "no" };
    expect(await ask()).toMatchObject({ status: 403, reason: "no", reply: "" });
  });

  it("has an answer for what is no address, or no header", async () => {
    expect(await sender.post("not an address", {}, "")).toMatchObject({ kind: "no-answer" });
    expect(await sender.post(`${server.origin}/`, { "bad header": "x" }, "")).toMatchObject({
      kind: "no-answer",
    });
    expect(await sender.post(`${server.origin}/`, { ttl: "1\r\nx: y" }, "")).toMatchObject({
      kind: "no-answer",
    });
    expect(server.log).toEqual([]);
  });

  it("has an answer when the sender is closed meanwhile", async () => {
    server.failNext("hang");
    const asked = post();
    await server.waitFor(() => server.log.length === 1, 5_000);
    await sender.close();
    expect(await asked).toMatchObject({ kind: "no-answer" });
    expect(await post()).toMatchObject({ kind: "no-answer" });
  });
});

describe("connections", () => {
  it("are kept for the messages that follow", async () => {
    const service = await startFaultyPushService();
    const own = openHttpSender([service.origin]);
    for (let round = 0; round < 10; round++)
      await Promise.all(Array.from({ length: 20 }, () => own.post(`${service.origin}/push`, {}, "x")));
    expect(service.requests).toHaveLength(200);
    // One becomes free a moment after its answer is there, so a few more than are needed may be opened.
    expect(service.connections).toBeLessThanOrEqual(40);
    await own.close();
    await service.close();
  });

  it("are at most a hundred, however much is asked at once", async () => {
    const service = await startFaultyPushService();
    const own = openHttpSender([service.origin]);
    await Promise.all(Array.from({ length: 400 }, () => own.post(`${service.origin}/push`, {}, "x")));
    expect([service.requests.length, service.connections]).toEqual([400, 100]);
    await own.close();
    await service.close();
  });
});

describe("an address that is not public", () => {
  it.each([
    ["this machine", "127.0.0.1"],
    ["this machine, written otherwise", "0x7f.1"],
    ["any machine", "0.0.0.0"],
    ["a private network", "10.1.2.3"],
    ["a private network", "192.168.0.1"],
    ["a carrier's network", "100.64.0.1"],
    ["the cloud's own pages", "169.254.169.254"],
    ["many at once", "224.0.0.1"],
    ["an example", "192.0.2.1"],
    ["this machine", "[::1]"],
    ["IPv4 within IPv6", "[::ffff:127.0.0.1]"],
    ["NAT64", "[64:ff9b::7f00:1]"],
    ["6to4", "[2002:7f00:1::]"],
    ["Teredo", "[2001:0:7f00:1::]"],
    ["a local network", "[fd00::1]"],
    ["this link", "[fe80::1]"],
    ["an example", "[2001:db8::1]"],
  ])("is not written to: %s, %s", async (_, host) => {
    expect(await sender.post(`https://${host}/push`, {}, "x")).toEqual({
      kind: "no-answer",
      why: "not a public address",
    });
  });

  it("is not written to when a name leads there", async () => {
    const { port } = new URL(server.origin);
    // By this machine's own hosts file; name servers do not know it.
    const other = openHttpSender([], { resolve: lookup });
    const named = await Promise.all(
      Array.from({ length: 10 }, () => other.post(`http://localhost:${port}/push`, {}, "x")),
    );
    await other.close();
    expect(named).toEqual(Array.from({ length: 10 }, () => ({ kind: "no-answer", why: "NotPublic" })));
    expect(server.log).toEqual([]);
  });

  it("is not written to when one of the addresses of a name is not public, whatever the others are", async () => {
    const { port } = new URL(server.origin);
    for (const addresses of [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:7f00:1"], []]) {
      const own = openHttpSender([], {
        resolve: (_, __, found) =>
          found(
            null,
            addresses.map((address) => ({ address, family: 4 })),
          ),
      });
      expect([addresses, await own.post(`http://rebound.example.org:${port}/push`, {}, "x")]).toEqual([
        addresses,
        { kind: "no-answer", why: "NotPublic" },
      ]);
      await own.close();
    }
    expect(server.log).toEqual([]);
  });

  it("is written to only at the very origin that the operator named", async () => {
    const other = await startLoopbackServer(() => answer);
    expect(await sender.post(`${other.origin}/push`, {}, "x")).toMatchObject({ kind: "no-answer" });
    expect(other.log).toEqual([]);
    await other.close();
  });
});

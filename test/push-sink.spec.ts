import { request } from "node:https";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpointOf, inventSubscribers, subscriberNumber } from "../bench/fanout-subscribers.ts";
import { startSinkServer } from "../bench/push-sink-server.ts";
import { openTally } from "../bench/push-sink-tally.ts";
import { encryptMessage } from "../src/web-push/encrypt-message.ts";
import { makeMessageKey } from "../src/web-push/make-message-key.ts";
import { makeSelfSignedCertificate } from "./support/self-signed-certificate.ts";

const { key, certificate } = makeSelfSignedCertificate();
const taken: { path: string; body: string }[] = [];
let sink: Awaited<ReturnType<typeof startSinkServer>>;
beforeAll(async () => {
  sink = await startSinkServer({ key, certificate }, (path, body) => {
    taken.push({ path, body: body.toString() });
  });
});
afterAll(() => sink.close());

/** Writes these pieces one after the other and gives how many answers of which status came. */
const write = (pieces: readonly string[], answers: number): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: Number(new URL(sink.origin).port), host: "localhost", ca: certificate });
    let text = "";
    socket.setNoDelay(true);
    socket.on("secureConnect", async () => {
      for (const piece of pieces) {
        socket.write(piece);
        await new Promise((later) => setTimeout(later, 10));
      }
    });
    socket.on("data", (data: Buffer) => {
      text += data.toString();
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status ?? "");
      if (statuses.length < answers) return;
      socket.destroy();
      resolve(statuses);
    });
    socket.on("error", reject);
  });

const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe("the bench's push service", () => {
  it("takes a request of an ordinary client, and says for how long it keeps the message", async () => {
    taken.length = 0;
    const answer = await new Promise<{ status: number | undefined; ttl: unknown }>((resolve, reject) => {
      const sent = request(`${sink.origin}/1`, { method: "POST", ca: certificate }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, ttl: response.headers["ttl"] });
      });
      sent.on("error", reject);
      sent.setHeader("content-length", 5);
      sent.end("hello");
    });
    expect(answer).toEqual({ status: 201, ttl: "3600" });
    expect(taken).toEqual([{ path: "/1", body: "hello" }]);
  });

  it("finds requests that come in pieces, and several in one piece", async () => {
    taken.length = 0;
    const whole = post("/2", "first") + post("/3", "second") + post("/4", "third");
    expect(await write([whole.slice(0, 20), whole.slice(20, 70), whole.slice(70)], 3)).toEqual([
      "201",
      "201",
      "201",
    ]);
    expect(taken.map(({ path, body }) => path + body)).toEqual(["/2first", "/3second", "/4third"]);
  });

  it("refuses what is no message", async () => {
    expect(await write(["GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"], 1)).toEqual(["400"]);
  });
});

describe("what the bench checks of all messages", () => {
  const subscribers = inventSubscribers();
  const message = (number: number): Buffer => {
    const { p256dh, auth } = subscriberNumber(subscribers, number);
    const made = makeMessageKey({
      p256dh: Buffer.from(p256dh, "base64url"),
      auth: Buffer.from(auth, "base64url"),
    });
    if (made.outcome === "refused") throw new Error(made.reason);
    return encryptMessage(made.key, Buffer.from('{"web_push":8030}'), 256);
  };
  const pathOf = (number: number) => new URL(endpointOf(sink.origin, number)).pathname;

  it("finds nothing wrong with messages that are all right", () => {
    const tally = openTally(subscribers);
    for (let number = 0; number < 300; number++) tally.take(pathOf(number), message(number));
    expect(tally.arrivals()).toMatchObject({ messages: 300 });
    expect(tally.checks()).toEqual({
      messages: 300,
      bodyLengths: [359],
      repeatedSalts: 0,
      repeatedKeys: 0,
      decrypted: 3,
      undecryptable: 0,
    });
  });

  it("finds a message sent twice, also when counting has begun anew, and one of another length", () => {
    const tally = openTally(subscribers);
    const body = message(1);
    tally.take(pathOf(1), body);
    tally.begin();
    tally.take(pathOf(2), message(2));
    tally.take(pathOf(1), body);
    tally.take(pathOf(3), Buffer.concat([message(3), Buffer.of(0)]));
    expect(tally.arrivals()).toMatchObject({ messages: 3 });
    expect(tally.checks()).toMatchObject({
      messages: 4,
      bodyLengths: [359, 360],
      repeatedSalts: 1,
      repeatedKeys: 1,
    });
  });

  it("finds a message that its subscriber cannot read", () => {
    const tally = openTally(subscribers);
    tally.take(pathOf(1), message(2));
    expect(tally.checks()).toMatchObject({ decrypted: 0, undecryptable: 1 });
  });
});

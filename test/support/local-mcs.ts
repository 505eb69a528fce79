import { randomUUID } from "node:crypto";
import { createServer, type TLSSocket } from "node:tls";
import type { PushMessage } from "../../demo/check-push-request.ts";
import { listen } from "../../demo/listen.ts";
import { bytesField, numberField, readFields, readVarint, writeVarint, type Field } from "./protobuf.ts";
import type { SelfSignedCertificate } from "./self-signed-certificate.ts";
import { createWaitingMessages } from "./waiting-messages.ts";

/** The addressee of a message inside the browser, as it registered. */
export interface Registration {
  category: string;
  subtype: string;
  sender: string;
}

/** The stream over which Chromium gets its messages. */
export interface LocalMcs {
  port: number;
  /** Sends it to every connection, and again at the next log-in unless the browser then says that it has it. */
  deliver(registration: Registration, message: PushMessage): void;
  close(): Promise<void>;
}

const PROTOCOL_VERSION = 41;
const HEARTBEAT_PING = 0;
const HEARTBEAT_ACK = 1;
const LOGIN_REQUEST = 2;
const LOGIN_RESPONSE = 3;
const DATA_MESSAGE = 8;

/** Field of LoginRequest: the id of a message that the browser has kept. */
const RECEIVED_PERSISTENT_ID = 10;

/** Starts Google's mobile connection server: TLS, then frames of tag, length and protobuf (chromium's mcs.proto). */
export async function startLocalMcs({ key, certificate }: SelfSignedCertificate): Promise<LocalMcs> {
  const waiting = createWaitingMessages<Buffer>();
  // Chromium may log in twice within milliseconds and keep either connection, so messages go to all of them.
  const loggedIn = new Set<TLSSocket>();

  const answer = (socket: TLSSocket, tag: number, message: Buffer) => {
    if (tag === HEARTBEAT_PING) socket.write(frame(HEARTBEAT_ACK));
    if (tag !== LOGIN_REQUEST) return;
    const now = new Date();
    socket.write(Buffer.from([PROTOCOL_VERSION]));
    socket.write(frame(LOGIN_RESPONSE, bytesField(1, "login"), numberField(8, now.getTime())));
    loggedIn.add(socket);
    for (const id of receivedIds(readFields(message))) waiting.confirm(id);
    for (const due of waiting.due(now)) socket.write(due);
  };

  const server = createServer({ key, cert: certificate }, (socket) => {
    let unread = Buffer.alloc(0);
    let sawVersion = false;
    socket.on("error", () => undefined); // a browser that was closed
    socket.on("close", () => loggedIn.delete(socket));
    socket.on("data", (data: Buffer) => {
      unread = Buffer.concat([unread, data]);
      if (!sawVersion) unread = unread.subarray(1);
      sawVersion = true;
      for (let read = readFrame(unread); read !== undefined; read = readFrame(unread)) {
        unread = unread.subarray(read.next);
        answer(socket, read.tag, read.message);
      }
    });
  });
  const port = await listen(server);

  return {
    port,
    deliver(registration, message) {
      const id = `0:${randomUUID()}`;
      const data = frame(DATA_MESSAGE, dataMessage(id, registration, message));
      for (const socket of loggedIn) socket.write(data);
      const expiresAt = new Date(message.at.getTime() + message.ttlSeconds * 1000);
      waiting.keep({ id, subscription: registration.subtype, topic: message.topic, expiresAt, frame: data });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of loggedIn) socket.destroy();
      }),
  };
}

/** DataMessageStanza of mcs.proto, with the message still encrypted in `raw_data`. */
function dataMessage(
  persistentId: string,
  { category, subtype, sender }: Registration,
  message: PushMessage,
): Buffer {
  return Buffer.concat([
    bytesField(2, persistentId),
    bytesField(3, sender),
    bytesField(5, category),
    appData("subtype", subtype),
    appData("content-encoding", "aes128gcm"),
    bytesField(9, persistentId),
    numberField(17, message.ttlSeconds),
    numberField(18, message.at.getTime()),
    bytesField(21, message.body),
  ]);
}

const appData = (key: string, value: string) =>
  bytesField(7, Buffer.concat([bytesField(1, key), bytesField(2, value)]));

const frame = (tag: number, ...fields: Buffer[]) => {
  const message = Buffer.concat(fields);
  return Buffer.concat([Buffer.from([tag]), writeVarint(message.length), message]);
};

function readFrame(bytes: Buffer): { tag: number; message: Buffer; next: number } | undefined {
  const length = readVarint(bytes, 1);
  if (length === undefined) return undefined;
  const next = length.next + Number(length.value);
  return next > bytes.length
    ? undefined
    : { tag: bytes.readUInt8(0), message: bytes.subarray(length.next, next), next };
}

const receivedIds = (loginRequest: Field[]) =>
  loginRequest.filter(({ number }) => number === RECEIVED_PERSISTENT_ID).map(({ value }) => value.toString());

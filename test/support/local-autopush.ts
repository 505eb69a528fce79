import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { z } from "zod";
import type { PushMessage } from "../../demo/check-push-request.ts";
import { listen } from "../../demo/listen.ts";
import type { LocalPushService } from "../../demo/local-push-service.ts";
import { createWaitingMessages, type WaitingMessages } from "./waiting-messages.ts";

/** The browser's side of Mozilla's push service. */
export interface LocalAutopush {
  /** The preferences that lead a stock Firefox here. */
  preferences: Record<string, string | boolean>;
  /** What Firefox says of each message: 100 is shown, 101 could not be decrypted, 102 failed in the service worker. */
  confirmations: readonly { messageId: string; code: number | undefined }[];
  /** Cuts the browsers' connections and stops listening. */
  close(): Promise<void>;
}

const FromBrowser = z.discriminatedUnion("messageType", [
  z.object({ messageType: z.literal("hello"), uaid: z.string().optional() }),
  z.object({ messageType: z.literal("register"), channelID: z.string(), key: z.string().optional() }),
  z.object({ messageType: z.literal("unregister"), channelID: z.string() }),
  z.object({
    messageType: z.literal("ack"),
    updates: z.array(z.object({ version: z.string(), code: z.number().optional() })),
  }),
]);

interface Browser {
  id: string;
  socket: WebSocket | undefined;
  waiting: WaitingMessages<string>;
}

/**
 * Starts the WebSocket side of autopush (hello, register, unregister, notification, ack, ping) for Firefox.
 * Subscriptions live in `service`: application servers send to it, and the still encrypted messages go on from here.
 */
export async function startLocalAutopush(service: LocalPushService): Promise<LocalAutopush> {
  const browsers = new Map<string, Browser>();
  const endpoints = new Map<string, string>(); // by channelID
  const confirmations: { messageId: string; code: number | undefined }[] = [];

  const greet = (socket: WebSocket, knownAs: string | undefined): Browser => {
    const known = knownAs === undefined ? undefined : browsers.get(knownAs);
    const browser = known ?? {
      id: randomBytes(16).toString("hex"),
      socket,
      waiting: createWaitingMessages(),
    };
    browser.socket = socket;
    browsers.set(browser.id, browser);
    send(socket, { messageType: "hello", status: 200, uaid: browser.id, use_webpush: true, broadcasts: {} });
    for (const frame of browser.waiting.due(new Date())) socket.send(frame);
    return browser;
  };

  const register = (browser: Browser, channelID: string, key: string | undefined) => {
    const path = `/wpush/v2/${randomBytes(24).toString("base64url")}`;
    const pushEndpoint = service.origin + path;
    service.addReceiver(path, {
      audiences: [service.origin],
      applicationServerKey: key?.replace(/=+$/, ""), // Firefox pads it
      deliver: (message) => deliver(browser, channelID, message),
    });
    endpoints.set(channelID, pushEndpoint);
    return { messageType: "register", status: 200, channelID, pushEndpoint };
  };

  const unregister = (channelID: string) => {
    const endpoint = endpoints.get(channelID);
    if (endpoint !== undefined) service.expire({ subscription: { endpoint } });
    return { messageType: "unregister", status: 200, channelID };
  };

  const http = createServer();
  const server = new WebSocketServer({ server: http });
  server.on("connection", (socket) => {
    let browser: Browser | undefined;
    socket.on("message", (data: Buffer) => {
      const text = data.toString();
      if (text === "{}") return socket.send("{}"); // ping
      const message = FromBrowser.safeParse(JSON.parse(text)).data;
      if (message?.messageType === "hello") browser = greet(socket, message.uaid);
      else if (message === undefined || browser === undefined) return;
      else if (message.messageType === "register")
        send(socket, register(browser, message.channelID, message.key));
      else if (message.messageType === "unregister") send(socket, unregister(message.channelID));
      else
        for (const { version, code } of message.updates) {
          browser.waiting.confirm(version);
          confirmations.push({ messageId: version, code });
        }
    });
    socket.on("close", () => {
      if (browser?.socket === socket) browser.socket = undefined;
    });
  });
  const port = await listen(http);

  return {
    preferences: {
      "dom.push.serverURL": `ws://127.0.0.1:${port}/`,
      "dom.push.testing.allowInsecureServerURL": true,
      "dom.push.connection.enabled": true,
    },
    confirmations,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        for (const client of server.clients) client.terminate();
      }),
  };
}

function deliver(browser: Browser, channelID: string, { body, ttlSeconds, topic, at }: PushMessage): void {
  const id = randomUUID();
  const content =
    body.length > 0 ? { data: body.toString("base64url"), headers: { encoding: "aes128gcm" } } : {};
  const frame = JSON.stringify({
    messageType: "notification",
    channelID,
    version: id,
    ttl: ttlSeconds,
    ...content,
  });
  browser.socket?.send(frame);
  const expiresAt = new Date(at.getTime() + ttlSeconds * 1000);
  browser.waiting.keep({ id, subscription: channelID, topic, expiresAt, frame });
}

const send = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message));

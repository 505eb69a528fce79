import { connect } from "node:net";

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  /** Parsed, where it is JSON. */
  body: unknown;
  /** Bytes that the server let in before it answered or hung up. */
  sentBytes: number;
}

/**
 * Writes one request byte by byte as given and reads the answer. `chunks` are sent one after the other for as long as the
 * server takes them; nothing is sent after it has answered. Ends when the server closes or the answer is complete.
 */
export async function sendRaw(
  localUrl: string,
  head: readonly string[],
  chunks: Iterable<string | Buffer> = [],
): Promise<RawAnswer> {
  const { hostname, port } = new URL(localUrl);
  const socket = connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname);
  let text = "";
  let isEnded = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isEnded = true;
      resolve();
    };
    socket.on("data", (data) => {
      text += data.toString("utf8");
      if (isComplete(text)) end();
    });
    socket.on("error", end);
    socket.on("close", end);
  });
  if (head.length > 0) socket.write(`${head.join("\r\n")}\r\n\r\n`);
  for (const chunk of chunks) {
    if (isEnded) break;
    if (!socket.write(chunk))
      await Promise.race([ended, new Promise((resolve) => socket.once("drain", resolve))]);
  }
  await ended;
  const sentBytes = socket.bytesWritten - socket.writableLength;
  socket.destroy();
  return { ...readAnswer(text), sentBytes };
}

const split = (text: string): [string, string] => {
  const end = text.indexOf("\r\n\r\n");
  return end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 4)];
};

function isComplete(text: string): boolean {
  const [head, body] = split(text);
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return Buffer.byteLength(body) >= Number(length);
  return /transfer-encoding: chunked/i.test(head) && body.endsWith("0\r\n\r\n");
}

function readAnswer(text: string): Pick<RawAnswer, "status" | "headers" | "body"> {
  const [head, raw] = split(text);
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = headers["transfer-encoding"] === "chunked" ? raw.replace(/(^|\r\n)[0-9a-f]+\r\n/g, "") : raw;
  const isJson = headers["content-type"]?.includes("json") === true;
  return { status: Number(first.split(" ")[1]), headers, body: isJson ? JSON.parse(body) : body };
}

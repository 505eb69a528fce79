import type { Context } from "hono";
import { jsonDepth } from "../domain/json-depth.ts";
import type { Problem } from "./problem.ts";

export type Body<T> = { outcome: "read"; value: T } | { outcome: "refused"; problem: Problem };

const MAX_DEPTH = 10;

const tooLarge = (limitBytes: number): Body<never> => ({
  outcome: "refused",
  problem: {
    status: 413,
    kind: "body-too-large",
    title: "The request body is too large",
    detail: `At most ${limitBytes} bytes are accepted here; send it in parts.`,
  },
});

/** The body as text, counted while it comes in, never more than `limitBytes` of it kept. */
export async function readText(
  c: Context,
  limitBytes: number,
  types: readonly string[],
): Promise<Body<string>> {
  const encoding = c.req.header("content-encoding");
  if (encoding !== undefined && encoding !== "identity")
    return refuse(
      415,
      "content-encoding",
      "Compressed bodies are not accepted",
      `Send the body without "content-encoding: ${encoding}".`,
    );
  const type = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!types.includes(type))
    return refuse(415, "content-type", "The content type is not accepted", `Send ${types.join(" or ")}.`);
  const length = c.req.header("content-length");
  if (Number(length ?? 0) > limitBytes) return tooLarge(limitBytes);
  let bytes: Uint8Array | ArrayBuffer | undefined;
  try {
    // Node lets no body be longer than it says, and reads such a one with a third of the work.
    bytes = length === undefined ? await readCounted(c, limitBytes) : await c.req.arrayBuffer();
  } catch {
    // The sender hung up, or the server gave up waiting: no fault of ours, and nobody is left to read the answer.
    return refuse(400, "cut-off", "The request body was cut off", "Send it again; nothing of it was used.");
  }
  if (bytes === undefined) return tooLarge(limitBytes);
  try {
    return { outcome: "read", value: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return refuse(400, "encoding", "The body is not UTF-8", "Send JSON encoded as UTF-8.");
  }
}

/** The whole body, or undefined as soon as it is longer than the limit. */
async function readCounted(c: Context, limitBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.length;
    if (bytes > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readJson(c: Context, limitBytes: number): Promise<Body<unknown>> {
  const text = await readText(c, limitBytes, ["application/json"]);
  return text.outcome === "refused" ? text : parseJson(text.value);
}

/** Parses JSON of bounded depth. */
export function parseJson(text: string): Body<unknown> {
  if (jsonDepth(text) > MAX_DEPTH)
    return refuse(
      400,
      "too-deep",
      "The JSON is nested too deeply",
      `At most ${MAX_DEPTH} levels are accepted.`,
    );
  try {
    return { outcome: "read", value: JSON.parse(text) };
  } catch (error) {
    return refuse(
      400,
      "not-json",
      "The body is not JSON",
      error instanceof Error ? error.message.slice(0, 200) : "",
    );
  }
}

const refuse = (status: Problem["status"], kind: string, title: string, detail: string): Body<never> => ({
  outcome: "refused",
  problem: { status, kind, title, detail },
});

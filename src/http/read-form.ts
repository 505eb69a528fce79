import type { Context } from "hono";
import { type Body, readText } from "./read-body.ts";

const FORM_BYTES = 64 * 1024;

/** The fields of a posted form. A field sent twice is refused: the two could be read differently in two places. */
export async function readForm(c: Context): Promise<Body<Record<string, string>>> {
  const text = await readText(c, FORM_BYTES, ["application/x-www-form-urlencoded"]);
  if (text.outcome === "refused") return text;
  const fields = [...new URLSearchParams(text.value)];
  if (new Set(fields.map(([name]) => name)).size < fields.length)
    return {
      outcome: "refused",
      problem: { status: 400, kind: "repeated-field", title: "A field was sent twice" },
    };
  return { outcome: "read", value: Object.fromEntries(fields) };
}

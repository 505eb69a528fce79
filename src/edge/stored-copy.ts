import * as z from "zod";
import { readPublicCopy } from "../domain/public-copy.ts";
import type { KeyValueStore } from "./edge-environment.ts";
import type { HeldCopy } from "./pull-copy.ts";

const KEY = "copy";
const Metadata = z.object({ etag: z.string(), takenAt: z.iso.datetime() });

/** The last good copy that any Worker stored; undefined when there is none that can be read. */
export async function loadCopy(store: KeyValueStore, now: Date): Promise<HeldCopy | undefined> {
  const { value, metadata } = await store.getWithMetadata(KEY, "text");
  const known = Metadata.safeParse(metadata);
  if (value === null || !known.success) return undefined;
  const read = readPublicCopy(value);
  if (read.outcome === "refused") return undefined;
  const { etag, takenAt } = known.data;
  return {
    copy: read.copy,
    text: value,
    etag,
    takenAt: new Date(Math.min(Date.parse(takenAt), now.getTime())),
  };
}

/** Replaces the stored copy. */
export const storeCopy = (store: KeyValueStore, { text, etag, takenAt }: HeldCopy): Promise<void> =>
  store.put(KEY, text, { metadata: { etag, takenAt: takenAt.toISOString() } });

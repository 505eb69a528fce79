import { type PublicCopy, readPublicCopy } from "../domain/public-copy.ts";

/** A copy that may be served, and as of when it was all there is. */
export interface HeldCopy {
  copy: PublicCopy;
  /** As it came, to be kept. */
  text: string;
  etag: string;
  takenAt: Date;
}

export type PullOutcome =
  | { outcome: "newer" | "unchanged"; held: HeldCopy }
  /** From a process of the service that has not heard of what others have published. */
  | { outcome: "older" }
  | { outcome: "unreachable" | "unreadable"; reason: string };

const PATIENCE_MS = 5_000;
const MOST_CHARACTERS = 16_000_000;

/** Asks the service for what has changed. Only a whole, readable and not older copy ever takes the place of the one that is held. */
export async function pullCopy(
  originUrl: string,
  held: HeldCopy | undefined,
  now: Date,
): Promise<PullOutcome> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${originUrl}/v1/snapshot`, {
      headers: held ? { "if-none-match": held.etag } : {},
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    text = await response.text();
  } catch (error) {
    return { outcome: "unreachable", reason: error instanceof Error ? error.message : "no answer" };
  }
  if (response.status !== 200 && response.status !== 304)
    return { outcome: "unreachable", reason: `answered ${response.status}` };
  const saidAt = Date.parse(response.headers.get("tocsin-taken-at") ?? "");
  if (Number.isNaN(saidAt)) return { outcome: "unreadable", reason: "it does not say when it was taken" };
  // A service whose clock is ahead for a while must not make all that it says later look old.
  const takenAt = new Date(Math.min(saidAt, now.getTime()));
  if (held && takenAt < held.takenAt) return { outcome: "older" };
  if (response.status === 304)
    return held
      ? { outcome: "unchanged", held: { ...held, takenAt } }
      : { outcome: "unreadable", reason: "304 to an unconditional request" };
  if (text.length > MOST_CHARACTERS) return { outcome: "unreadable", reason: "it is too large" };
  const etag = response.headers.get("etag") ?? "";
  const read = readPublicCopy(text);
  return read.outcome === "read"
    ? { outcome: "newer", held: { copy: read.copy, text, etag, takenAt } }
    : { outcome: "unreadable", reason: read.reason };
}

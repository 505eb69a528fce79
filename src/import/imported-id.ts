import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";

/**
 * The UUID version 7 of something in a file: the same for the same words and day, whenever and wherever it is imported.
 * Its time is the day (YYYY-MM-DD, UTC); all other bits come from SHA-256 over the words.
 */
export function importedId(words: readonly string[], day: string): string {
  const hash = createHash("sha256").update(JSON.stringify(words)).digest();
  return uuidv7({ msecs: Date.parse(day), seq: hash.readUInt32BE(16), random: hash.subarray(0, 16) });
}

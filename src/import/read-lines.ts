import { open } from "node:fs/promises";
import { TextDecoder } from "node:util";

export interface Line {
  /** Counted from 1. */
  number: number;
  text: string;
}

/** A longer line is no table and no record, but a file of another kind. */
const MAX_LINE_CHARACTERS = 1_000_000;
const CHUNK_BYTES = 64 * 1024;

/**
 * The lines of a text file, without their ends (LF or CRLF), a chunk at a time. A byte order mark is dropped and decides the
 * encoding, whatever the caller believed. `onBytes` hears how many bytes have been read so far.
 */
export async function* readLines(
  file: string,
  encoding: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Line> {
  await using handle = await open(file, "r");
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let decoder: TextDecoder | undefined;
  let bytes = 0;
  let number = 0;
  let rest = "";
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES);
    const read = chunk.subarray(0, bytesRead);
    decoder ??= new TextDecoder(encodingByMark(read) ?? encoding);
    rest += decoder.decode(read, { stream: bytesRead > 0 });
    bytes += bytesRead;
    onBytes(bytes);
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines)
      yield { number: ++number, text: text.endsWith("\r") ? text.slice(0, -1) : text };
    if (rest.length > MAX_LINE_CHARACTERS)
      throw new Error(
        `line ${number + 1} of ${file} is longer than a million characters; is this a text file?`,
      );
    if (bytesRead === 0) break;
  }
  if (rest !== "") yield { number: ++number, text: rest };
}

function encodingByMark(start: Buffer): string | undefined {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return "utf-8";
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  return undefined;
}

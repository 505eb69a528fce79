import { createCipheriv, createSecretKey } from "node:crypto";
import type { MessageKey } from "./message-key.ts";

/** No push service has to take a longer body (RFC 8030 §7.2). */
const LONGEST_BODY_BYTES = 4_096;
const HEADER_BYTES = 86;
const DELIMITER_BYTES = 1;
const TAG_BYTES = 16;
const LONGEST_TEXT_BYTES = LONGEST_BODY_BYTES - HEADER_BYTES - DELIMITER_BYTES - TAG_BYTES;

/** Stands between text and padding, and says that no other record follows (RFC 8188 §2). */
const LAST_RECORD = 2;

/**
 * The body of a push message (`Content-Encoding: aes128gcm`, RFC 8188 and RFC 8291): one record in which the text is padded to
 * `paddedBytes`, so that every body has `paddedBytes` + 103 bytes. Uses the key up. Throws RangeError when the text is longer
 * than `paddedBytes`, or these more than push services take (3,993 bytes), and Error when the key was used before.
 */
export function encryptMessage(key: MessageKey, text: Uint8Array, paddedBytes: number): Buffer {
  if (text.length > paddedBytes)
    throw new RangeError(`a text of ${text.length} bytes is longer than ${paddedBytes}`);
  if (paddedBytes > LONGEST_TEXT_BYTES)
    throw new RangeError(`push services take ${LONGEST_TEXT_BYTES} bytes at most, not ${paddedBytes}`);
  const { header, contentKey, nonce } = key.take();
  const record = Buffer.alloc(paddedBytes + DELIMITER_BYTES);
  record.set(text);
  record[text.length] = LAST_RECORD;
  const cipher = createCipheriv("aes-128-gcm", createSecretKey(contentKey), nonce);
  return Buffer.concat([header, cipher.update(record), cipher.final(), cipher.getAuthTag()]);
}

import type { ECDH } from "node:crypto";
import { hmacSha256 } from "./hmac-sha256.ts";
import { MessageKey } from "./message-key.ts";

/** Whom a message is for, as their browser made it: a public key (P-256, uncompressed, 65 bytes) and a secret of 16 bytes. */
export interface Subscriber {
  p256dh: Uint8Array;
  auth: Uint8Array;
}

/** 4,096 as a 32-bit number: the one record must be shorter (RFC 8291 §4), and no body of a push message is longer. */
const RECORD_SIZE = Buffer.from([0, 0, 0x10, 0]);
const KEY_ID_LENGTH = Buffer.from([65]);
/** What HKDF (RFC 5869) expands with has one byte at its end: the number of the block, and we never need a second. */
const FIRST_BLOCK = Buffer.from([1]);
const WEB_PUSH = Buffer.from("WebPush: info\0");
const CONTENT_KEY = Buffer.from("Content-Encoding: aes128gcm\0\x01");
const NONCE = Buffer.from("Content-Encoding: nonce\0\x01");

/**
 * The key of one message (RFC 8291 §3.3 and §3.4) from our side's fresh key pair and a fresh salt of 16 bytes. Throws Node's
 * `ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY` when the subscriber's public key is not a point of the curve.
 */
export function deriveMessageKey(subscriber: Subscriber, ours: ECDH, salt: Uint8Array): MessageKey {
  const publicKey = ours.getPublicKey();
  const shared = ours.computeSecret(subscriber.p256dh);
  const info = Buffer.concat([WEB_PUSH, subscriber.p256dh, publicKey, FIRST_BLOCK]);
  const inputKey = hmacSha256(hmacSha256(subscriber.auth, shared), info);
  return new MessageKey({
    header: Buffer.concat([salt, RECORD_SIZE, KEY_ID_LENGTH, publicKey]),
    ...deriveContentKey(inputKey, salt),
  });
}

/** What encrypts the first record of a body (RFC 8188 §2.2 and §2.3): AES-128 key (16 bytes) and nonce (12 bytes). */
export function deriveContentKey(
  inputKey: Uint8Array,
  salt: Uint8Array,
): { contentKey: Buffer; nonce: Buffer } {
  const extracted = hmacSha256(salt, inputKey);
  return {
    contentKey: hmacSha256(extracted, CONTENT_KEY).subarray(0, 16),
    nonce: hmacSha256(extracted, NONCE).subarray(0, 12),
  };
}

import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** What the installation's one secret key is used for; each use has its own derived key. */
export interface Secrets {
  /** AES-256-GCM with a fresh nonce; `context` is bound in, so that a value cannot be moved to another column. */
  encrypt(text: string, context: string): Buffer;
  /** Throws when the value was made with another key or for another context. */
  decrypt(sealed: Buffer, context: string): string;
  /** The same text gives the same hash, and nobody without the key can test a guess. */
  keyedHash(text: string, context: string): Buffer;
}

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `key`: 32 bytes. */
export function openSecrets(key: Buffer): Secrets {
  const derive = (use: string) => Buffer.from(hkdfSync("sha256", key, "tocsin", use, 32));
  const encryption = derive("encryption");
  const hashing = derive("hashing");
  return {
    encrypt(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", encryption, nonce).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.from([FORMAT]), nonce, cipher.getAuthTag(), sealed]);
    },
    decrypt(sealed, context) {
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
      const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", encryption, nonce)
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      return Buffer.concat([
        decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString("utf8");
    },
    keyedHash: (text, context) => createHmac("sha256", hashing).update(`${context}\0${text}`).digest(),
  };
}

/** 256 random bits for a link, a management secret or a sign-in. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** Tokens are long and random, so a plain hash is enough to keep them unreadable at rest. */
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

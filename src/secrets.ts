import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";

/** What the installation's secret key is used for; each use has its own derived key. */
export interface Secrets {
  /** AES-256-GCM with a fresh nonce; `context` is bound in, so that a value cannot be moved to another column. */
  encrypt(text: string, context: string): Buffer;
  /** Throws when the value was made with a key that is not here, or for another context. */
  decrypt(sealed: Buffer, context: string): string;
  /** As `encrypt`, for bytes. */
  seal(bytes: Uint8Array, context: string): Buffer;
  /** As `decrypt`, for bytes. */
  open(sealed: Buffer, context: string): Buffer;
  /** Whether a sealed value was made with the current key rather than with a former one. */
  isCurrent(sealed: Buffer): boolean;
  /**
   * The same text gives the same hash, and nobody without the key can test a guess. Always by the current key: when that is
   * changed, whatever was found by its hash has to be hashed anew (see reseal-subscriptions.ts).
   */
  keyedHash(text: string, context: string): Buffer;
  /** The hashes that the text has by the current key and by the former ones, in this order. */
  keyedHashes(text: string, context: string): Buffer[];
}

interface DerivedKey {
  /** 4 bytes, hexadecimal: tells keys apart and nothing about them. */
  id: string;
  encryption: KeyObject;
  hashing: KeyObject;
}

/** Sealed: format (1 byte), id of the key (4), nonce (12), tag (16), and the text encrypted. */
const FORMAT = 2;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCE_AT = 1 + KEY_ID_BYTES;
const TAG_AT = NONCE_AT + NONCE_BYTES;
const TEXT_AT = TAG_AT + TAG_BYTES;

/** Keys have 32 bytes. `former`: keys of earlier days, which open what they have sealed and seal nothing any more. */
export function openSecrets(current: Buffer, former: readonly Buffer[] = []): Secrets {
  const key = deriveKey(current);
  const keys = [key, ...former.map(deriveKey)];
  const start = Buffer.concat([Buffer.from([FORMAT]), Buffer.from(key.id, "hex")]);

  const seal = (bytes: Uint8Array, context: string): Buffer => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", key.encryption, nonce).setAAD(Buffer.from(context));
    const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([start, nonce, cipher.getAuthTag(), text]);
  };
  const open = (sealed: Buffer, context: string): Buffer => {
    const by = keys.find(({ id }) => id === keyIdOf(sealed));
    if (sealed[0] !== FORMAT || !by) throw new Error("sealed with a secret key that is not here");
    const decipher = createDecipheriv("aes-256-gcm", by.encryption, sealed.subarray(NONCE_AT, TAG_AT))
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(TAG_AT, TEXT_AT));
    return Buffer.concat([decipher.update(sealed.subarray(TEXT_AT)), decipher.final()]);
  };
  return {
    seal,
    open,
    encrypt: (text, context) => seal(Buffer.from(text), context),
    decrypt: (sealed, context) => open(sealed, context).toString("utf8"),
    isCurrent: (sealed) => sealed.subarray(0, NONCE_AT).equals(start),
    keyedHash: (text, context) => hashBy(key, text, context),
    keyedHashes: (text, context) => keys.map((one) => hashBy(one, text, context)),
  };
}

function deriveKey(key: Buffer): DerivedKey {
  const derive = (use: string, bytes: number) => Buffer.from(hkdfSync("sha256", key, "tocsin", use, bytes));
  return {
    id: derive("key-id", KEY_ID_BYTES).toString("hex"),
    encryption: createSecretKey(derive("encryption", 32)),
    hashing: createSecretKey(derive("hashing", 32)),
  };
}

const keyIdOf = (sealed: Buffer): string => sealed.toString("hex", 1, NONCE_AT);

const hashBy = ({ hashing }: DerivedKey, text: string, context: string): Buffer =>
  createHmac("sha256", hashing).update(`${context}\0${text}`).digest();

/** 256 random bits for a link, a management secret or a sign-in. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** Tokens are long and random, so a plain hash is enough to keep them unreadable at rest. */
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

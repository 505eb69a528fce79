/** All of one message that does not depend on its text. */
export interface MessageKeyParts {
  /** What a body begins with, 86 bytes: salt (16), record size (4), length of the key id (1), our public key (65). */
  header: Buffer;
  /** 16 bytes, AES-128. */
  contentKey: Buffer;
  /** 12 bytes. */
  nonce: Buffer;
}

const HEADER_BYTES = 86;
const CONTENT_KEY_BYTES = 16;
const NONCE_BYTES = 12;
/** Of what `packMessageKey` gives. */
export const PACKED_BYTES = HEADER_BYTES + CONTENT_KEY_BYTES + NONCE_BYTES;

/**
 * The key of one message to one subscriber. Two texts under one key would give both away (AES-GCM), so it can be taken out
 * once: to encrypt, or to be put by for later.
 */
export class MessageKey {
  #parts: MessageKeyParts | undefined;

  constructor(parts: MessageKeyParts) {
    this.#parts = parts;
  }

  /** Throws the second time. */
  take(): MessageKeyParts {
    const parts = this.#parts;
    if (parts === undefined) throw new Error("a message key is for one message, and this one was used");
    this.#parts = undefined;
    return parts;
  }
}

/** The key as 114 bytes, to be sealed and put by; the key itself is used up by this. */
export function packMessageKey(key: MessageKey): Buffer {
  const { header, contentKey, nonce } = key.take();
  return Buffer.concat([header, contentKey, nonce]);
}

/**
 * The key that was put by. Whoever calls this has deleted where the bytes were kept, so that nobody unpacks them again.
 * Throws RangeError when they cannot be a packed key.
 */
export function unpackMessageKey(packed: Buffer): MessageKey {
  if (packed.length !== PACKED_BYTES)
    throw new RangeError(`a packed message key has ${PACKED_BYTES} bytes, not ${packed.length}`);
  return new MessageKey({
    header: packed.subarray(0, HEADER_BYTES),
    contentKey: packed.subarray(HEADER_BYTES, HEADER_BYTES + CONTENT_KEY_BYTES),
    nonce: packed.subarray(HEADER_BYTES + CONTENT_KEY_BYTES),
  });
}

/** The part of `http_ece` (RFC 8188 by its author, without types of its own) that is used here. */
declare module "http_ece" {
  import type { ECDH } from "node:crypto";

  const ece: {
    /** Decrypts an RFC 8291 body; throws when it was not made for these keys or was changed on the way. */
    decrypt(body: Buffer, parameters: { version: "aes128gcm"; privateKey: ECDH; authSecret: Buffer }): Buffer;
  };
  export default ece;
}

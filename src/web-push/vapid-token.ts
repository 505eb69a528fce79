import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import type { VapidKey } from "../identity/vapid-keys.ts";

/** Says to push services who is sending (RFC 8292). */
export interface VapidTokens {
  /**
   * The `Authorization` header for messages to a push service: `vapid t=…, k=…`. `origin` as in `URL.origin`. Undefined when
   * there is no key with this id here.
   */
  authorization(keyId: string, origin: string): string | undefined;
}

interface Signer {
  privateKey: KeyObject;
  publicKey: string;
}

const HOUR_MS = 3_600_000;
/** RFC 8292 allows 24 hours; half of it leaves room for clocks that are wrong. */
const VALID_MS = 12 * HOUR_MS;
const REUSED_MS = HOUR_MS;
/** Origins come from outside. There are a handful of push services, so this many are never needed. */
const KEPT_TOKENS = 1_000;

const HEADER = Buffer.from(JSON.stringify({ typ: "JWT", alg: "ES256" })).toString("base64url");

/**
 * Signs one token for each key and push service and uses it for an hour, because signing costs as much as encrypting.
 * `contact`: mailto: or https:, where a push service writes when something is wrong.
 */
export function openVapidTokens({
  keys,
  contact,
  now,
}: {
  keys: readonly VapidKey[];
  contact: string;
  now: () => Date;
}): VapidTokens {
  const signers = new Map(keys.map((key) => [key.id, openSigner(key)]));
  /** Oldest first. */
  const signed = new Map<string, { authorization: string; at: number }>();

  return {
    authorization(keyId, origin) {
      const signer = signers.get(keyId);
      if (signer === undefined) return undefined;
      const at = now().getTime();
      const place = `${keyId} ${origin}`;
      const known = signed.get(place);
      // Not one from the future either: after a clock was set back it would be valid for longer than is allowed.
      if (known !== undefined && at >= known.at && at < known.at + REUSED_MS) return known.authorization;
      const authorization = authorize(signer, {
        aud: origin,
        exp: Math.floor((at + VALID_MS) / 1000),
        sub: contact,
      });
      signed.delete(place);
      const oldest = signed.size < KEPT_TOKENS ? undefined : signed.keys().next().value;
      if (oldest !== undefined) signed.delete(oldest);
      signed.set(place, { authorization, at });
      return authorization;
    },
  };
}

function openSigner({ publicKey, privateKey }: VapidKey): Signer {
  const point = Buffer.from(publicKey, "base64url");
  const key = {
    kty: "EC",
    crv: "P-256",
    x: point.toString("base64url", 1, 33),
    y: point.toString("base64url", 33),
    d: privateKey,
  };
  return { privateKey: createPrivateKey({ format: "jwk", key }), publicKey };
}

function authorize({ privateKey, publicKey }: Signer, claims: object): string {
  const text = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
  const signature = sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `vapid t=${text}.${signature.toString("base64url")}, k=${publicKey}`;
}

import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";

/** Who signed the request, or why it is refused (401: no usable credentials, 403: they do not fit). */
export type VapidVerdict =
  | { outcome: "verified"; applicationServerKey: string }
  | { outcome: "refused"; status: 401 | 403; reason: string };

const Header = z.object({ alg: z.literal("ES256") });
const Claims = z.object({ aud: z.string(), exp: z.number(), sub: z.string() });

const DAY_MS = 24 * 60 * 60 * 1000;
const UNCOMPRESSED_POINT = 0x04;

/**
 * Checks `Authorization: vapid t=<JWT>, k=<raw P-256 key>` of RFC 8292 as the strictest push service does:
 * signature, `aud` (one of `audiences`), `exp` in the next 24 hours, and a contact in `sub` that leads somewhere.
 */
export function verifyVapid(
  authorization: string | undefined,
  { audiences, now }: { audiences: readonly string[]; now: Date },
): VapidVerdict {
  const { token, key } = readAuthorization(authorization ?? "");
  if (token === undefined || key === undefined) return refuse(401, "no VAPID credentials");

  const [header = "", payload = "", signature = ""] = token.split(".");
  const publicKey = importKey(key);
  const claims = readJson(payload, Claims);
  if (publicKey === undefined || claims === undefined || readJson(header, Header) === undefined)
    return refuse(401, "malformed VAPID credentials");

  const signed = verify(
    "sha256",
    Buffer.from(`${header}.${payload}`),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!signed) return refuse(403, "the VAPID signature is wrong");
  if (!audiences.includes(claims.aud))
    return refuse(403, `aud is ${claims.aud}, not ${audiences.join(" or ")}`);
  const leftMs = claims.exp * 1000 - now.getTime();
  if (leftMs <= 0) return refuse(403, "exp has passed");
  if (leftMs > DAY_MS) return refuse(403, "exp is more than 24 hours ahead");
  // Apple answers 403 to a contact on localhost or without mailto: or https:.
  if (!/^(mailto:[^\s<>@]+@|https:\/\/)[^\s<>@/]+\.[^\s<>@]+$/.test(claims.sub))
    return refuse(403, `sub is not a contact: ${claims.sub}`);
  return { outcome: "verified", applicationServerKey: key };
}

const refuse = (status: 401 | 403, reason: string): VapidVerdict => ({ outcome: "refused", status, reason });

function readAuthorization(authorization: string): { token?: string | undefined; key?: string | undefined } {
  const [, parameters] = /^vapid\s+(.+)$/i.exec(authorization) ?? [];
  const values = new Map(
    (parameters ?? "").split(",").map((parameter) => {
      const [name = "", ...value] = parameter.split("=");
      return [name.trim(), value.join("=").trim()];
    }),
  );
  return { token: values.get("t"), key: values.get("k") };
}

function importKey(key: string) {
  const point = Buffer.from(key, "base64url");
  if (point.length !== 65 || point[0] !== UNCOMPRESSED_POINT) return undefined;
  try {
    return createPublicKey({
      format: "jwk",
      key: {
        kty: "EC",
        crv: "P-256",
        x: point.toString("base64url", 1, 33),
        y: point.toString("base64url", 33),
      },
    });
  } catch {
    return undefined; // not a point of the curve
  }
}

function readJson<T>(part: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(part, "base64url").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

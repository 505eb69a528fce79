import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import type { Database } from "../db/open-database.ts";
import type { Secrets } from "../secrets.ts";

/** What feeds and CAP documents are signed with (Ed25519), so that a copy from anywhere can be shown to be ours. */
export interface SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  id: string;
  /** As it stands in the key set at /.well-known/jwks.json (RFC 7517, RFC 8037). */
  publicJwk: { kty: "OKP"; crv: "Ed25519"; x: string; kid: string; alg: "EdDSA"; use: "sig" };
  /** A detached signature of these bytes: compact JWS without its payload (RFC 7515 appendix F, RFC 7797). */
  sign: (bytes: Uint8Array) => string;
}

const NAME = "signing-key";

/** Makes the key at the first start; processes that start at the same moment end up with the same one. */
export async function loadSigningKey(db: Database, secrets: Secrets): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const fresh = privateKey.export({ format: "der", type: "pkcs8" });
  await db
    .insertInto("installation")
    .values({ name: NAME, value: seal(secrets, fresh) })
    .onConflict((known) => known.doNothing())
    .execute();
  const { value } = await readSealed(db).executeTakeFirstOrThrow();
  return openKey(createPrivateKey({ key: open(secrets, value), format: "der", type: "pkcs8" }));
}

/** After a change of the secret key; true when there was something to seal anew. */
export async function resealSigningKey(db: Database, secrets: Secrets): Promise<boolean> {
  const kept = await readSealed(db).executeTakeFirst();
  if (!kept || secrets.isCurrent(Buffer.from(kept.value, "base64"))) return false;
  await db
    .updateTable("installation")
    .set({ value: seal(secrets, open(secrets, kept.value)) })
    .where("name", "=", NAME)
    .execute();
  return true;
}

const readSealed = (db: Database) => db.selectFrom("installation").select("value").where("name", "=", NAME);

const seal = (secrets: Secrets, key: Buffer): string => secrets.seal(key, NAME).toString("base64");
const open = (secrets: Secrets, sealed: string): Buffer => secrets.open(Buffer.from(sealed, "base64"), NAME);

function openKey(privateKey: KeyObject): SigningKey {
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  // The members that RFC 7638 names, in its order.
  const id = createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");
  const header = Buffer.from(JSON.stringify({ alg: "EdDSA", kid: id, b64: false, crit: ["b64"] })).toString(
    "base64url",
  );
  return {
    id,
    publicJwk: { kty: "OKP", crv: "Ed25519", x, kid: id, alg: "EdDSA", use: "sig" },
    sign: (bytes) =>
      `${header}..${sign(null, Buffer.concat([Buffer.from(`${header}.`), bytes]), privateKey).toString("base64url")}`,
  };
}

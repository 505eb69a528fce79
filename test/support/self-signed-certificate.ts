import { createHash, generateKeyPairSync, sign } from "node:crypto";

/** A TLS certificate for localhost that is its own authority. */
export interface SelfSignedCertificate {
  /** PEM. */
  key: string;
  /** PEM. */
  certificate: string;
  /** SHA-256 of the public key, base64: what Chromium's `--ignore-certificate-errors-spki-list` takes. */
  publicKeyPin: string;
}

const ECDSA_WITH_SHA256 = oid("2a8648ce3d040302");
const COMMON_NAME = oid("550403");
const SUBJECT_ALTERNATIVE_NAME = oid("551d11");

/** Makes a P-256 certificate (X.509 v3) for `localhost` and 127.0.0.1, valid until 2049; Node itself cannot. */
export function makeSelfSignedCertificate(): SelfSignedCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicKeyInfo = publicKey.export({ type: "spki", format: "der" });
  const name = sequence(der(0x31, sequence(COMMON_NAME, utf8String("localhost"))));
  const alternativeNames = sequence(
    der(0x82, Buffer.from("localhost")),
    der(0x87, Buffer.from([127, 0, 0, 1])),
  );
  const body = sequence(
    der(0xa0, integer(2)), // version 3
    integer(1), // serial number
    sequence(ECDSA_WITH_SHA256),
    name,
    sequence(utcTime("250101000000Z"), utcTime("491231235959Z")),
    name,
    publicKeyInfo,
    der(0xa3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, der(0x04, alternativeNames)))),
  );
  const signature = bitString(sign("sha256", body, privateKey));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: toPem(sequence(body, sequence(ECDSA_WITH_SHA256), signature)),
    publicKeyPin: createHash("sha256").update(publicKeyInfo).digest("base64"),
  };
}

/** One ASN.1 value in DER: tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const value = Buffer.concat(content);
  const { length } = value;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), value]);
  if (length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, length]), value]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), value]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

const sequence = (...content: Buffer[]) => der(0x30, ...content);
const integer = (value: number) => der(0x02, Buffer.from([value]));
const utf8String = (text: string) => der(0x0c, Buffer.from(text));
const utcTime = (time: string) => der(0x17, Buffer.from(time));
const bitString = (bits: Buffer) => der(0x03, Buffer.from([0]), bits);

const toPem = (bytes: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;

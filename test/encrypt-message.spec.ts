import { createECDH, type ECDH, randomBytes } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import ece from "http_ece";
import { describe, expect } from "vitest";
import webpush from "web-push";
import { deriveContentKey, deriveMessageKey, type Subscriber } from "../src/web-push/derive-message-key.ts";
import { encryptMessage } from "../src/web-push/encrypt-message.ts";
import { makeMessageKey } from "../src/web-push/make-message-key.ts";
import { MessageKey, packMessageKey, unpackMessageKey } from "../src/web-push/message-key.ts";

const bytes = (base64url: string) => Buffer.from(base64url, "base64url");
const PADDED_BYTES = 2_048;
const LONGEST_BYTES = 3_993;

/** A browser: what it tells the sender, and what it keeps to read with. */
function newReceiver(auth: Uint8Array = randomBytes(16)) {
  const privateKey = createECDH("prime256v1");
  const p256dh = privateKey.generateKeys();
  return {
    subscriber: { p256dh, auth } satisfies Subscriber,
    read: (body: Buffer) =>
      ece.decrypt(body, { version: "aes128gcm", privateKey, authSecret: Buffer.from(auth) }),
  };
}

/** The other half of `http_ece`: encrypts with a key pair and a salt that are given. */
const reference = ece as unknown as {
  encrypt(
    text: Buffer,
    parameters: {
      version: "aes128gcm";
      privateKey: ECDH;
      dh: Buffer;
      authSecret: Buffer;
      salt: Buffer;
      pad: number;
    },
  ): Buffer;
};

function keyFor(subscriber: Subscriber): MessageKey {
  const made = makeMessageKey(subscriber);
  if (made.outcome === "refused") throw new Error(made.reason);
  return made.key;
}

const aText = fc.uint8Array({ maxLength: PADDED_BYTES });
const anAuth = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe("the examples of the standards come out byte by byte", () => {
  const ours = createECDH("prime256v1");
  ours.setPrivateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
  const subscriber = {
    p256dh: bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
    auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
  };
  const salt = bytes("DGv6ra1nlYgDCS1FRnbzlw");

  test("RFC 8291, appendix A: key and nonce", () => {
    const { header, contentKey, nonce } = deriveMessageKey(subscriber, ours, salt).take();
    expect(contentKey).toEqual(bytes("oIhVW04MRdy2XN9CiKLxTg"));
    expect(nonce).toEqual(bytes("4h_95klXJ5E_qnoN"));
    expect(header).toEqual(
      bytes(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
      ),
    );
  });

  test("RFC 8291, section 5: the whole body", () => {
    const text = Buffer.from("When I grow up, I want to be a watermelon");
    const body = encryptMessage(deriveMessageKey(subscriber, ours, salt), text, text.length);
    expect(body.toString("base64url")).toBe(
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_" +
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
    );
  });

  test("RFC 8188, section 3.1: one record (3.2 has two, which push messages never have)", () => {
    const saltOf8188 = bytes("I1BsxtFttlv3u_Oo94xnmw");
    const { contentKey, nonce } = deriveContentKey(bytes("yqdlZ-tYemfogSmv7Ws5PQ"), saltOf8188);
    expect(contentKey).toEqual(bytes("_wniytB-ofscZDh4tbSjHw"));
    expect(nonce).toEqual(bytes("Bcs8gkIRKLI8GeI8"));

    const header = Buffer.concat([saltOf8188, Buffer.from([0, 0, 0x10, 0, 0])]);
    const text = Buffer.from("I am the walrus");
    const body = encryptMessage(new MessageKey({ header, contentKey, nonce }), text, text.length);
    expect(body.toString("base64url")).toBe(
      "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg",
    );
  });
});

describe("a message", () => {
  test.prop([aText, anAuth])("is read by an independent library, whatever it says", (text, auth) => {
    const { subscriber, read } = newReceiver(auth);
    expect(read(encryptMessage(keyFor(subscriber), text, PADDED_BYTES))).toEqual(Buffer.from(text));
  });

  test.prop([aText, anAuth, fc.nat(LONGEST_BYTES - PADDED_BYTES)])(
    "is the same, byte by byte, as that of an independent library with the same key pair and salt",
    (text, auth, padding) => {
      const { subscriber } = newReceiver(auth);
      const ours = createECDH("prime256v1");
      ours.generateKeys();
      const salt = randomBytes(16);
      const expected = reference.encrypt(Buffer.from(text), {
        version: "aes128gcm",
        privateKey: ours,
        dh: subscriber.p256dh,
        authSecret: Buffer.from(auth),
        salt,
        pad: padding,
      });
      const key = deriveMessageKey(subscriber, ours, salt);
      expect(encryptMessage(key, text, text.length + padding)).toEqual(expected);
    },
  );

  test("and one of the web-push library are read by the same browser and look alike", () => {
    const { subscriber, read } = newReceiver();
    const text = "It’s 300 mg.";
    const theirs = webpush.encrypt(
      subscriber.p256dh.toString("base64url"),
      Buffer.from(subscriber.auth).toString("base64url"),
      text,
      "aes128gcm",
    ).cipherText;
    const ours = encryptMessage(keyFor(subscriber), Buffer.from(text), Buffer.byteLength(text));

    expect(read(theirs).toString()).toBe(text);
    expect(read(ours).toString()).toBe(text);
    expect(ours.length).toBe(theirs.length);
    expect(ours.subarray(16, 22)).toEqual(theirs.subarray(16, 22)); // record size, length of the key id, form of the key
  });

  test.prop([aText])("has the same length, whatever it says", (text) => {
    const { subscriber } = newReceiver();
    expect(encryptMessage(keyFor(subscriber), text, PADDED_BYTES)).toHaveLength(PADDED_BYTES + 103);
  });

  test("longer than its padding is refused, and leaves the key as it was", () => {
    const { subscriber, read } = newReceiver();
    const key = keyFor(subscriber);
    expect(() => encryptMessage(key, Buffer.alloc(PADDED_BYTES + 1), PADDED_BYTES)).toThrow(
      "a text of 2049 bytes is longer than 2048",
    );
    expect(() => encryptMessage(key, Buffer.alloc(1), LONGEST_BYTES + 1)).toThrow("3993 bytes at most");
    const text = Buffer.alloc(LONGEST_BYTES, "x");
    const body = encryptMessage(key, text, LONGEST_BYTES);
    expect(body).toHaveLength(4_096);
    expect(read(body)).toEqual(text);
  });
});

describe("the key of a message", () => {
  test("cannot be used twice", () => {
    const { subscriber } = newReceiver();
    const key = keyFor(subscriber);
    encryptMessage(key, Buffer.from("one"), PADDED_BYTES);
    expect(() => encryptMessage(key, Buffer.from("two"), PADDED_BYTES)).toThrow("this one was used");
    expect(() => packMessageKey(key)).toThrow("this one was used");
  });

  test("that was put by is no longer at hand", () => {
    const { subscriber } = newReceiver();
    const key = keyFor(subscriber);
    packMessageKey(key);
    expect(() => encryptMessage(key, Buffer.from("one"), PADDED_BYTES)).toThrow("this one was used");
  });

  test("cannot be copied by accident, because nothing of it can be seen", () => {
    const { subscriber } = newReceiver();
    const key = keyFor(subscriber);
    expect(JSON.stringify(key)).toBe("{}");
    expect(Reflect.ownKeys(key)).toEqual([]);
  });

  test.prop([aText, anAuth])("can be put by and encrypts just as well later", (text, auth) => {
    const { subscriber, read } = newReceiver(auth);
    const packed = packMessageKey(keyFor(subscriber));
    expect(packed).toHaveLength(114);
    expect(read(encryptMessage(unpackMessageKey(packed), text, PADDED_BYTES))).toEqual(Buffer.from(text));
  });

  test.prop([fc.uint8Array({ maxLength: 300 }).filter(({ length }) => length !== 114)])(
    "is not read from bytes that are none",
    (packed) => {
      expect(() => unpackMessageKey(Buffer.from(packed))).toThrow("a packed message key has 114 bytes");
    },
  );

  test("shares neither salt nor public key, content key or nonce with another of the same subscriber", () => {
    const { subscriber } = newReceiver();
    const seen = new Set<string>();
    const rounds = 1_000;
    for (let round = 0; round < rounds; round += 1) {
      const { header, contentKey, nonce } = keyFor(subscriber).take();
      for (const part of [header.subarray(0, 16), header.subarray(21), contentKey, nonce])
        seen.add(part.toString("base64url"));
    }
    expect(seen.size).toBe(4 * rounds);
  });
});

describe("a subscriber whom nothing can be sent to", () => {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  const aCompressedPoint = pair.getPublicKey(null, "compressed");
  const { subscriber } = newReceiver();
  const { p256dh, auth } = subscriber;
  const onTheCurve = Buffer.from(p256dh);
  const changed = (place: number, byte: number) => Buffer.from(onTheCurve).fill(byte, place, place + 1);

  test.each([
    ["a compressed point", aCompressedPoint],
    ["a point in the hybrid form", changed(0, 6)],
    ["no point", Buffer.alloc(0)],
    ["a point with a byte too many", Buffer.concat([p256dh, Buffer.alloc(1)])],
  ])("is refused: %s", (_, point) => {
    expect(makeMessageKey({ p256dh: point, auth })).toEqual({
      outcome: "refused",
      reason: "p256dh must be an uncompressed point of 65 bytes",
    });
  });

  test.prop([fc.integer({ min: 33, max: 64 }), fc.integer({ min: 1, max: 255 })])(
    "is refused: a point beside the curve",
    (place, difference) => {
      // With the same x only the negative of y lies on the curve, and that differs in more than one byte.
      const point = changed(place, (onTheCurve[place] ?? 0) ^ difference);
      expect(makeMessageKey({ p256dh: point, auth })).toEqual({
        outcome: "refused",
        reason: "p256dh is not a point of the curve P-256",
      });
    },
  );

  test.prop([fc.uint8Array({ maxLength: 64 }).filter(({ length }) => length !== 16)])(
    "is refused: a secret of another length",
    (other) => {
      expect(makeMessageKey({ p256dh, auth: other })).toEqual({
        outcome: "refused",
        reason: `auth must have 16 bytes, not ${other.length}`,
      });
    },
  );
});

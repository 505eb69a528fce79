import { randomBytes } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { openSecrets } from "../src/secrets.ts";

const [older, newer] = [randomBytes(32), randomBytes(32)] as const;
const text = fc.string({ unit: "binary" }).map((words) => words.toWellFormed());
const context = fc.constantFrom("endpoint", "subscription-keys", "message-key");

describe("what is sealed", () => {
  const secrets = openSecrets(newer);

  test.prop([text, context])("opens with the same key, for the same use", (words, use) => {
    expect(secrets.decrypt(secrets.encrypt(words, use), use)).toBe(words);
  });

  test.prop([fc.uint8Array(), context])("may be any bytes", (bytes, use) => {
    expect(secrets.open(secrets.seal(bytes, use), use)).toEqual(Buffer.from(bytes));
  });

  test.prop([text, fc.nat(), fc.integer({ min: 1, max: 255 })])(
    "does not open once one bit of it is another",
    (words, place, flip) => {
      const sealed = secrets.encrypt(words, "endpoint");
      const at = place % sealed.length;
      sealed[at] = (sealed[at] ?? 0) ^ flip;
      expect(() => secrets.decrypt(sealed, "endpoint")).toThrow();
    },
  );

  test.prop([fc.uint8Array()])("is not any bytes that somebody wrote there", (bytes) => {
    expect(() => secrets.open(Buffer.from(bytes), "endpoint")).toThrow();
  });

  it("does not open in another place than its own", () => {
    expect(() => secrets.decrypt(secrets.encrypt("words", "endpoint"), "message-key")).toThrow();
  });

  it("never looks the same twice", () => {
    expect(secrets.encrypt("words", "endpoint")).not.toEqual(secrets.encrypt("words", "endpoint"));
  });
});

describe("a secret key that was changed", () => {
  const before = openSecrets(older);
  const after = openSecrets(newer, [older]);
  const sealed = before.encrypt("words", "endpoint");

  it("opens what the former one has sealed, while that is still given, and says which it is", () => {
    expect(after.decrypt(sealed, "endpoint")).toBe("words");
    expect([before.isCurrent(sealed), after.isCurrent(sealed)]).toEqual([true, false]);
    expect(() => openSecrets(newer).decrypt(sealed, "endpoint")).toThrow("a secret key that is not here");
  });

  it("seals and hashes by itself alone", () => {
    expect(openSecrets(newer).decrypt(after.encrypt("words", "endpoint"), "endpoint")).toBe("words");
    const hash = (secrets: typeof before) => secrets.keyedHash("words", "endpoint");
    expect(hash(after)).toEqual(hash(openSecrets(newer)));
    expect(after.keyedHashes("words", "endpoint")).toEqual([hash(after), hash(before)]);
  });
});

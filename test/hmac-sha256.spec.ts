import { createHmac } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { hmacSha256 } from "../src/web-push/hmac-sha256.ts";

describe("HMAC-SHA-256", () => {
  test("RFC 4231, test case 2", () => {
    expect(hmacSha256(Buffer.from("Jefe"), Buffer.from("what do ya want for nothing?")).toString("hex")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  test.prop([fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 200 })])(
    "is what node:crypto makes of every key and text",
    (key, text) => {
      expect(hmacSha256(key, text)).toEqual(createHmac("sha256", key).update(text).digest());
    },
  );

  test("refuses a key that would have to be hashed first", () => {
    expect(() => hmacSha256(Buffer.alloc(65), Buffer.alloc(0))).toThrow(
      "a key of 65 bytes is longer than 64",
    );
  });
});

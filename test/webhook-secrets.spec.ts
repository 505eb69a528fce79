import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { isEcho } from "../src/domain/webhook-challenge.ts";
import { addSecret, signingSecrets, type WebhookSecret } from "../src/domain/webhook-secret.ts";

const START = new Date("2026-07-04T20:00:00Z");
const after = (hours: number) => new Date(START.getTime() + hours * 3_600_000);

describe("the secrets of a webhook", () => {
  it("overlap for 24 hours: the newest and the former one both sign", () => {
    const added = addSecret([{ secret: "first", signsUntil: null }], "second", START);
    expect(added).toMatchObject({ outcome: "added", formerSignUntil: after(24) });
    const secrets = added.secrets ?? [];
    expect(signingSecrets(secrets, after(23.9))).toEqual(["second", "first"]);
    expect(signingSecrets(secrets, after(24))).toEqual(["second"]);
  });

  test.prop([fc.array(fc.nat({ max: 20 }), { maxLength: 20 })])(
    "whenever new ones are made: the newest signs for ever, each other one for 24 hours more, and never more than five at once",
    (pauses) => {
      let secrets: readonly WebhookSecret[] = [{ secret: "0", signsUntil: null }];
      const replacedAt = new Map<string, number>();
      let newest = 0;
      let hours = 0;
      for (const pause of pauses) {
        hours += pause;
        const added = addSecret(secrets, String(newest + 1), after(hours));
        if (added.outcome === "added") {
          replacedAt.set(String(newest), hours);
          newest++;
          ({ secrets } = added);
        }
        const signing = signingSecrets(secrets, after(hours));
        expect(signing[0]).toBe(String(newest));
        expect(signing.length).toBeLessThanOrEqual(5);
        expect(signing.slice(1).toSorted()).toEqual(
          [...replacedAt]
            .filter(([, at]) => hours < at + 24)
            .map(([secret]) => secret)
            .toSorted(),
        );
        if (added.outcome === "too-many") expect(signing.length).toBe(5);
      }
    },
  );
});

describe("the answer to a challenge", () => {
  it.each(["abc", " abc\n", '{"challenge":"abc"}', '{"challenge":"abc","more":1}'])(
    "%j holds it",
    (reply) => {
      expect(isEcho(reply, "abc")).toBe(true);
    },
  );
  it.each(["", "abd", "abcabc", '"abc"', '{"data":{"challenge":"abc"}}', '{"challenge":"abd"}', "null", "{"])(
    "%j does not",
    (reply) => {
      expect(isEcho(reply, "abc")).toBe(false);
    },
  );
});

import { createECDH } from "node:crypto";
import ece from "http_ece";
import { BARE_PATH, type Subscriber, subscriberAt } from "./fanout-subscribers.ts";

/** What has arrived since the last `begin`. Times in milliseconds since 1970, with fractions. */
export interface Arrivals {
  messages: number;
  firstAt: number;
  lastAt: number;
}

/** What was found out about every message since the start. Bare exchanges carry no message and are not in it. */
export interface Checks {
  messages: number;
  /** All bodies ought to have the same one. */
  bodyLengths: number[];
  repeatedSalts: number;
  repeatedKeys: number;
  /** Of those that were tried: one of every hundred. */
  decrypted: number;
  undecryptable: number;
}

export interface PushTally {
  take(path: string, body: Buffer): void;
  begin(): void;
  arrivals(): Arrivals;
  checks(): Checks;
}

const DECRYPT_ONE_OF = 100;
const SALT_AT = 0;
/** Our public key, behind the byte that says that it is a whole point. */
const KEY_AT = 22;

/**
 * Counts messages and keeps of each what shows whether a salt or a key of ours is ever used twice. Looks at what it kept only
 * when asked, so that it takes no time from what is measured.
 */
export function openTally(subscribers: readonly Subscriber[]): PushTally {
  let arrivals: Arrivals = { messages: 0, firstAt: 0, lastAt: 0 };
  let messages = 0;
  const salts = createNumbers();
  const keys = createNumbers();
  const bodyLengths = new Set<number>();
  const samples: { path: string; body: Buffer }[] = [];
  let decrypted = 0;
  let undecryptable = 0;

  const decryptSamples = () => {
    for (const { path, body } of samples.splice(0)) {
      try {
        decrypt(subscriberAt(subscribers, path), body);
        decrypted++;
      } catch {
        undecryptable++;
      }
    }
  };

  return {
    take(path, body) {
      const at = performance.timeOrigin + performance.now();
      if (arrivals.messages++ === 0) arrivals.firstAt = at;
      arrivals.lastAt = at;
      if (path === BARE_PATH) return;
      bodyLengths.add(body.length);
      salts.add(read53Bits(body, SALT_AT));
      keys.add(read53Bits(body, KEY_AT));
      if (messages++ % DECRYPT_ONE_OF === 0) samples.push({ path, body: Buffer.from(body) });
    },
    begin() {
      arrivals = { messages: 0, firstAt: 0, lastAt: 0 };
    },
    arrivals: () => arrivals,
    checks() {
      decryptSamples();
      return {
        messages,
        bodyLengths: [...bodyLengths],
        repeatedSalts: salts.repeated(),
        repeatedKeys: keys.repeated(),
        decrypted,
        undecryptable,
      };
    },
  };
}

/** Throws when the body was not made for this subscriber. */
function decrypt({ privateKey, auth }: Subscriber, body: Buffer): void {
  const ours = createECDH("prime256v1");
  ours.setPrivateKey(privateKey, "base64url");
  const text = ece
    .decrypt(body, { version: "aes128gcm", privateKey: ours, authSecret: Buffer.from(auth, "base64url") })
    .toString();
  JSON.parse(text);
}

/** As much of random bytes as a number holds: among a million messages the odds of two alike by chance are 1 in 18,000. */
const read53Bits = (bytes: Buffer, at: number): number =>
  bytes.readUInt32BE(at) * 2 ** 21 + (bytes.readUInt32BE(at + 4) >>> 11);

/** Eight bytes for each number, however many. */
function createNumbers() {
  let numbers = new Float64Array(65_536);
  let count = 0;
  return {
    add(number: number): void {
      if (count === numbers.length) {
        const larger = new Float64Array(count * 2);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[count++] = number;
    },
    /** How many are there again. */
    repeated(): number {
      const sorted = numbers.slice(0, count).sort();
      let repeated = 0;
      for (let at = 1; at < count; at++) if (sorted[at] === sorted[at - 1]) repeated++;
      return repeated;
    },
  };
}

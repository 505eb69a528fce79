import type { EdgeEnvironment } from "./edge-environment.ts";
import { type HeldCopy, type PullOutcome, pullCopy } from "./pull-copy.ts";
import { loadCopy, storeCopy } from "./stored-copy.ts";

/** Whoever asks for a refresh causes at most one question to the service in this time. */
const PULL_AGAIN_MS = 2_000;
/** While people read, a Worker finds out by itself whether there is something new. */
const LOOK_AGAIN_MS = 5_000;
/** That nothing has changed is stored no more often than this: the free plan allows 1,000 writes a day. */
const STORE_AGAIN_MS = 110_000;
/** Whoever comes first after a quiet time waits so long for what is new, rather than being told what was. */
const QUIET_MS = 10_000;
const WAIT_MS = 1_500;

export interface CopyKeeper {
  /** What is served now; from memory, else the store, else the service. Undefined only when none of them has any. */
  held(env: EdgeEnvironment): Promise<HeldCopy | undefined>;
  /** Looks for something new, if nobody has lately. For the background of a request that is answered already. */
  lookAgain(env: EdgeEnvironment): Promise<void>;
  /** Asks the service, and stores what is new for Workers elsewhere. Gives what is served from now on. */
  refresh(env: EdgeEnvironment): Promise<HeldCopy | undefined>;
}

export interface KeeperDeps {
  now: () => Date;
  sleep: (durationMs: number) => Promise<void>;
  /** Event names and reasons only. */
  warn: (event: string, fields: Record<string, string>) => void;
}

/**
 * Keeps the last good copy. What requests share is plain data, never a promise: a Worker must not wait for what belongs to
 * another request.
 */
export function openCopyKeeper({ now, sleep, warn }: KeeperDeps): CopyKeeper {
  let kept: HeldCopy | undefined;
  let stored: HeldCopy | undefined;
  let pulledAtMs = 0;

  const adopt = (other: HeldCopy | undefined): void => {
    if (other && (!kept || other.takenAt > kept.takenAt)) kept = other;
  };
  const load = async (env: EdgeEnvironment): Promise<void> => {
    try {
      stored = await loadCopy(env.COPY, now());
      adopt(stored);
    } catch (error) {
      warn("store cannot be read", { reason: String(error) });
    }
  };
  const pull = async (env: EdgeEnvironment): Promise<PullOutcome> => {
    pulledAtMs = now().getTime();
    const outcome = await pullCopy(env.ORIGIN_URL, kept, now());
    switch (outcome.outcome) {
      case "newer":
      case "unchanged":
        adopt(outcome.held);
        break;
      case "unreachable":
      case "unreadable":
        warn(`service ${outcome.outcome}`, { reason: outcome.reason });
        break;
      case "older":
        warn("service older", { reason: "a process of it has not heard of what others have published" });
        break;
    }
    // What another Worker stored before the service was lost may be newer than what this one has.
    if (outcome.outcome === "unreachable") await load(env);
    return outcome;
  };
  const store = async (env: EdgeEnvironment, copy: HeldCopy): Promise<void> => {
    const isOld = !stored || copy.takenAt.getTime() - stored.takenAt.getTime() >= STORE_AGAIN_MS;
    if (stored?.etag === copy.etag && !isOld) return;
    try {
      await storeCopy(env.COPY, copy);
      stored = copy;
    } catch (error) {
      warn("store cannot be written", { reason: String(error) });
    }
  };
  const held = async (env: EdgeEnvironment): Promise<HeldCopy | undefined> => {
    if (!kept) await load(env);
    if (!kept && now().getTime() - pulledAtMs >= PULL_AGAIN_MS) await pull(env);
    return kept;
  };

  const lookAgain = async (env: EdgeEnvironment): Promise<void> => {
    if (now().getTime() - pulledAtMs >= LOOK_AGAIN_MS) await pull(env);
  };

  return {
    async held(env) {
      const copy = await held(env);
      if (copy && now().getTime() - copy.takenAt.getTime() >= QUIET_MS)
        await Promise.race([lookAgain(env), sleep(WAIT_MS)]);
      return kept;
    },
    lookAgain,
    async refresh(env) {
      const askedAtMs = now().getTime();
      if (!kept) await load(env);
      await sleep(Math.max(0, pulledAtMs + PULL_AGAIN_MS - askedAtMs));
      // Somebody else waited for the same moment and has asked already.
      if (pulledAtMs > askedAtMs) return kept;
      const { outcome } = await pull(env);
      if (kept && (outcome === "newer" || outcome === "unchanged")) await store(env, kept);
      return kept;
    },
  };
}

import * as cockatiel from "cockatiel";
import { type AttemptOutcome, pauseSeconds, unaskedPauseSeconds } from "../domain/delivery-outcome.ts";
import * as sending from "../domain/sending-window.ts";

/** Nothing was sent, and the delivery is as it was: the push service rests, or the attempt itself was put off. */
export interface Postponed {
  outcome: "postponed";
  until: Date;
  why: string;
}

/**
 * How it stands with one push service, for operators.
 * - `paused`: it asked for a pause.
 * - `resting`: it failed or was silent too often in a row. Then it is asked again, with one message.
 * - `stopped`: it refuses our credentials. It is asked again, with one message, every five minutes.
 */
export interface FlowState {
  state: "open" | "paused" | "resting" | "stopped";
  /** Nothing is sent before; undefined when something may be. */
  until: Date | undefined;
  why: string | undefined;
  /** Messages that may be under way at once. */
  window: number;
  underWay: number;
  waiting: number;
}

/** The flow of messages to each push service, told apart by name (a webhook by its id), so that none can hold up another. */
export interface PushFlow {
  /**
   * Sends as soon as there is a place in the service's window, or answers `postponed` at once when the service rests or comes
   * to. `isFirst`: the subscription has taken no message yet, so a refusal may be its own doing (see MOST_REFUSALS).
   * Rejects only with what `attempt` throws.
   */
  send(service: string, attempt: () => Promise<Outcome>, isFirst?: boolean): Promise<Outcome>;
  /** The operator says that the fault is mended: opens at once, but for a pause that the service asked for. */
  resume(service: string): void;
  state(service: string): FlowState;
}

export interface PushFlowOptions {
  now: () => Date;
  /** In [0, 1). */
  random: () => number;
  /** The service refuses our credentials: an operator has to look. */
  onStopped: (service: string, why: string) => void;
  /** It has accepted a message again. */
  onResumed: (service: string) => void;
}

/**
 * So many refusals of our credentials (`ours`) stop a service, if it accepts nothing between them nor of what is still under
 * way. First messages do not count: anybody can subscribe with a key that is not ours, but then the first message never arrives
 * and no other is sent, so nobody can silence a service for the rest. That one subscription was made for another key is an
 * everyday thing (`key-mismatch`); so many in a row mean that it is our key that is wrong.
 */
const MOST_REFUSALS = 3;
const MOST_MISMATCHES = 10;
const ASK_STOPPED_AGAIN_MS = 300_000;

/** Failures in a row before a service may rest, and for how long: doubling from the first rest to the longest. */
const MOST_FAILURES = 10;
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 300_000;

type Outcome = AttemptOutcome | Postponed;

interface Flow {
  window: sending.SendingWindow;
  breaker: cockatiel.CircuitBreakerPolicy;
  /** The number of the newest message. */
  newest: number;
  underWay: number;
  /** Each is told that its place is counted, or that there is none to be had. */
  waiting: ((refused: Postponed | undefined) => void)[];
  pause: Postponed | undefined;
  rest: Postponed | undefined;
  stop: Postponed | undefined;
  /** Since the last acceptance. */
  throttles: number;
  refusals: number;
  mismatches: number;
}

/** Keeps everything in memory: a new process finds out anew, with few messages. */
export function openPushFlow({ now, random, onStopped, onResumed }: PushFlowOptions): PushFlow {
  const flows = new Map<string, Flow>();
  const postpone = (ms: number, why: string): Postponed => ({
    outcome: "postponed",
    until: new Date(now().getTime() + ms),
    why,
  });

  const createBreaker = (onRest: (rest: Postponed | undefined) => void) => {
    const breaker = cockatiel.circuitBreaker(cockatiel.handleAll.orWhenResult(isFailure), {
      breaker: new cockatiel.ConsecutiveBreaker(MOST_FAILURES),
      halfOpenAfter: new cockatiel.DelegateBackoff(({ attempt }: cockatiel.IHalfOpenAfterBackoffContext) => {
        const restMs = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (attempt - 1));
        onRest(postpone(restMs, "it failed too often in a row"));
        // The breaker has a clock of its own; by the one passed in, nothing comes to it before `until`.
        return Number.NEGATIVE_INFINITY;
      }),
    });
    breaker.onReset(() => onRest(undefined));
    return breaker;
  };

  const startAnew = (flow: Omit<Flow, "breaker" | "rest" | "stop" | "refusals" | "mismatches">): Flow => {
    const breaker = createBreaker((rest) => {
      // What was under way before may still come to the breaker that it began with.
      if (anew.breaker === breaker) anew.rest = rest;
    });
    const none = { rest: undefined, stop: undefined, refusals: 0, mismatches: 0 };
    const anew: Flow = Object.assign(flow, { breaker, ...none });
    return anew;
  };

  const flowOf = (service: string): Flow => {
    const known = flows.get(service);
    if (known) return known;
    const { FIRST_WINDOW: window } = sending;
    const flow = startAnew({ window, newest: 0, underWay: 0, waiting: [], pause: undefined, throttles: 0 });
    flows.set(service, flow);
    return flow;
  };

  const throttle = (flow: Flow, message: number, why: string, asked: number | undefined): void => {
    const isNewRound = sending.isNewRound(flow.window, message);
    flow.window = sending.narrowWindow(flow.window, message, flow.newest);
    if (isNewRound) flow.throttles++;
    else if (asked === undefined) return;
    const seconds =
      asked === undefined ? unaskedPauseSeconds(flow.throttles, random()) : pauseSeconds(asked, random());
    const pause = postpone(seconds * 1000, why);
    if (!flow.pause || flow.pause.until < pause.until) flow.pause = pause;
  };

  /** Takes in what came of a message. No subscription is to suffer for a key of ours that is known to be wrong. */
  const learn = (service: string, flow: Flow, message: number, outcome: Outcome): Outcome => {
    switch (outcome.outcome) {
      case "accepted":
        flow.window = sending.widenWindow(flow.window);
        flow.throttles = flow.refusals = flow.mismatches = 0;
        if (flow.stop) onResumed(service);
        flow.stop = undefined;
        return outcome;
      case "ours":
      case "key-mismatch":
        if (outcome.outcome === "ours") flow.refusals++;
        else flow.mismatches++;
        if (flow.stop) flow.stop = postpone(ASK_STOPPED_AGAIN_MS, flow.stop.why);
        return flow.stop || isSuspected(flow) ? { outcome: "ours", why: outcome.why } : outcome;
      case "throttled":
        throttle(flow, message, outcome.why, outcome.retryAfterSeconds);
        return outcome;
      case "unknown":
        flow.window = sending.narrowWindow(flow.window, message, flow.newest);
        return outcome;
      case "gone":
      case "too-large":
      case "bug":
      case "transient":
      case "postponed":
        return outcome;
    }
  };

  const leave = (service: string, flow: Flow): void => {
    flow.underWay--;
    if (isSuspected(flow) && flow.underWay === 0) {
      flow.stop = postpone(ASK_STOPPED_AGAIN_MS, "it refuses our credentials");
      onStopped(service, flow.stop.why);
    }
    letIn(flow, now());
  };

  return {
    async send(service, attempt, isFirst = false) {
      const flow = flowOf(service);
      const closed = closedBy(flow, now());
      if (closed) return closed;
      if (flow.waiting.length > 0 || flow.underWay >= placesOf(flow)) {
        const refused = await new Promise<Postponed | undefined>((tell) => flow.waiting.push(tell));
        if (refused) return refused;
      } else flow.underWay++;
      const message = ++flow.newest;
      try {
        const outcome = await flow.breaker.execute(attempt);
        const isRefusal = outcome.outcome === "ours" || outcome.outcome === "key-mismatch";
        return isFirst && isRefusal ? outcome : learn(service, flow, message, outcome);
      } finally {
        leave(service, flow);
      }
    },
    resume(service) {
      letIn(startAnew(flowOf(service)), now());
    },
    state(service) {
      const flow = flowOf(service);
      const { stop, rest, window, underWay, waiting } = flow;
      const paused = flow.pause && flow.pause.until > now() ? flow.pause : undefined;
      return {
        state: stop ? "stopped" : rest ? "resting" : paused ? "paused" : "open",
        until: closedBy(flow, now())?.until,
        why: (stop ?? rest ?? paused)?.why,
        window: window.size,
        underWay,
        waiting: waiting.length,
      };
    },
  };
}

/** A throttle is no failure: who throttles is well. */
const isFailure = (outcome: unknown): boolean => {
  const { outcome: name } = outcome as Outcome;
  return name === "transient" || name === "unknown";
};

/** What keeps the flow closed the longest, if anything does. */
const closedBy = ({ stop, rest, pause }: Flow, now: Date): Postponed | undefined => {
  let longest: Postponed | undefined;
  for (const one of [stop, rest, pause])
    if (one && one.until > now && !(longest && longest.until >= one.until)) longest = one;
  return longest;
};

/** Refused often enough to be stopped; what is still under way may yet prove the contrary. */
const isSuspected = ({ stop, refusals, mismatches }: Flow): boolean =>
  !stop && (refusals >= MOST_REFUSALS || mismatches >= MOST_MISMATCHES);

/** How many may be under way: none while our credentials are in doubt, one while it is asked whether all is well again. */
const placesOf = (flow: Flow): number => {
  if (isSuspected(flow)) return 0;
  return flow.stop || flow.breaker.state !== cockatiel.CircuitState.Closed ? 1 : flow.window.size;
};

/** Gives free places to those that wait, or sends them all away when the service has come to rest. */
const letIn = (flow: Flow, now: Date): void => {
  const closed = closedBy(flow, now);
  if (closed) for (const tell of flow.waiting.splice(0)) tell(closed);
  while (flow.underWay < placesOf(flow)) {
    const tell = flow.waiting.shift();
    if (!tell) return;
    flow.underWay++;
    tell(undefined);
  }
};

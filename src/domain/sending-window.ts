/**
 * How many messages may be under way to one push service at once. None of them publishes its quota, so it is felt for as TCP
 * does (RFC 5681): one more for every window's worth of acceptances, half as many at the first sign of too much.
 * Messages are numbered in the order of their sending, from 1.
 */
export interface SendingWindow {
  readonly size: number;
  /** Acceptances since `size` has changed. */
  readonly accepted: number;
  /** Messages up to this number were sent before the window was last halved: their answers cannot halve it again. */
  readonly halvedAt: number;
}

/** One connection carries one message at a time, so this is also the number of connections. More than 100 only adds latency. */
export const LARGEST_WINDOW = 100;
export const FIRST_WINDOW: SendingWindow = { size: 32, accepted: 0, halvedAt: 0 };

/** After an acceptance. */
export function widenWindow(window: SendingWindow): SendingWindow {
  if (window.size >= LARGEST_WINDOW) return window;
  const accepted = window.accepted + 1;
  return accepted < window.size ? { ...window, accepted } : { ...window, size: window.size + 1, accepted: 0 };
}

/** Whether this message was sent since the window was last halved, so that its answer says something new. */
export const isNewRound = (window: SendingWindow, message: number): boolean => message > window.halvedAt;

/** After a throttle or silence in reply to `message`, while `newest` is the last one sent. Halves at most once a round. */
export function narrowWindow(window: SendingWindow, message: number, newest: number): SendingWindow {
  if (!isNewRound(window, message)) return window;
  return { size: Math.max(1, Math.floor(window.size / 2)), accepted: 0, halvedAt: newest };
}

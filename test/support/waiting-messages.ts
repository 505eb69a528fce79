/** A message that the browser has not confirmed yet; `frame` is what goes over its connection. */
export interface WaitingMessage<Frame> {
  id: string;
  subscription: string;
  topic: string | undefined;
  expiresAt: Date;
  frame: Frame;
}

/** Messages of one browser that wait for its confirmation, as RFC 8030 lets a push service keep them. */
export interface WaitingMessages<Frame> {
  /** Keeps it until it expires; a later one with the same topic takes the place of the earlier (RFC 8030 §5.4). */
  keep(message: WaitingMessage<Frame>): void;
  /** The browser has it. */
  confirm(id: string): void;
  /** What a browser that connects at `now` is still owed, oldest first. */
  due(now: Date): Frame[];
}

/** Makes an empty store. */
export function createWaitingMessages<Frame>(): WaitingMessages<Frame> {
  const messages = new Map<string, WaitingMessage<Frame>>();
  return {
    keep(message) {
      for (const { id, subscription, topic } of messages.values())
        if (topic !== undefined && topic === message.topic && subscription === message.subscription)
          messages.delete(id);
      messages.set(message.id, message);
    },
    confirm: (id) => void messages.delete(id),
    due: (now) => [...messages.values()].filter(({ expiresAt }) => expiresAt > now).map(({ frame }) => frame),
  };
}

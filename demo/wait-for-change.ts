/** Something that others wait for: whoever changes it says so, and nobody polls. */
export interface Change {
  /** Asks every waiting predicate again. */
  announce: () => void;
  /**
   * Resolves with the first value that is neither `undefined` nor `false`, asked now and after each change.
   * Rejects after `timeoutMs` with `describe()`, the state at that moment in words.
   */
  waitFor: <T>(predicate: () => T | undefined | false, timeoutMs: number) => Promise<T>;
}

/** Makes a {@link Change}; `describe` tells in the timeout's message what had happened instead. */
export function createChange(describe: () => string): Change {
  const questions = new Set<() => void>();

  return {
    announce() {
      for (const ask of questions) ask();
    },
    waitFor<T>(predicate: () => T | undefined | false, timeoutMs: number) {
      return new Promise<T>((resolve, reject) => {
        const settle = (finish: () => void) => {
          clearTimeout(timer);
          questions.delete(ask);
          finish();
        };
        const ask = () => {
          try {
            const value = predicate();
            if (value !== undefined && value !== false) settle(() => resolve(value));
          } catch (error) {
            settle(() => reject(error));
          }
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`not seen within ${timeoutMs} ms; ${describe()}`))),
          timeoutMs,
        );
        questions.add(ask);
        ask();
      });
    },
  };
}

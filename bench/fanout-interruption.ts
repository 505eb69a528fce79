let interruption: Promise<never> | undefined;

/**
 * The work's own result, or a failure as soon as somebody presses Ctrl-C: then whoever holds a server or a database stops and
 * removes it, as after any other failure.
 */
export function unlessInterrupted<T>(work: Promise<T>): Promise<T> {
  interruption ??= new Promise<never>((_resolve, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => reject(new Error("Interrupted.")));
  });
  return Promise.race([work, interruption]);
}

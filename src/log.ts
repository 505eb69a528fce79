/** Ids, names of things and numbers with units; never endpoints, keys, bodies, addresses or anything about people. */
export type LogFields = Record<string, string | number | boolean | undefined>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Writes one JSON line for each event. */
export function jsonLog(write: (line: string) => void, now: () => Date): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      write(JSON.stringify({ at: now().toISOString(), level, event, ...fields }));
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** What may be logged of a fault: its name and message, not the object it carries. */
export const faultFields = (error: unknown): LogFields =>
  error instanceof Error ? { error: `${error.name}: ${error.message}` } : { error: String(error) };

import type { MiddlewareHandler } from "hono";
import type { AlertReader } from "../domain/published-alert.ts";

/**
 * Says with every answer how old the copy is that it was made from, in seconds: `Tocsin-Copy-Age`, and `Age` (RFC 9111), so
 * that caches count from when it was true and not from when it was asked for.
 */
export function copyAge(alerts: AlertReader, now: () => Date): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { takenAt } = await alerts.snapshot();
    const seconds = String(Math.max(0, Math.floor((now().getTime() - takenAt.getTime()) / 1000)));
    c.res.headers.set("tocsin-copy-age", seconds);
    c.res.headers.set("age", seconds);
  };
}

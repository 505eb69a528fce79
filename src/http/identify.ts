import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Database } from "../db/open-database.ts";
import { type Caller, callerOfKey, type Scope } from "../identity/api-key.ts";
import { callerOfSignIn } from "../identity/sign-in.ts";
import { answerProblem } from "./problem.ts";

export type Identified = { Variables: { caller: Caller } };

export const signInCookie = (siteUrl: string): { name: string; isSecure: boolean } =>
  siteUrl.startsWith("https:")
    ? { name: "__Host-tocsin", isSecure: true }
    : { name: "tocsin", isSecure: false };

/** A key stays believed for this long, so that a burst of posts asks the database once. Revoking takes effect within it. */
const BELIEVE_MS = 1_000;
const MOST_BELIEVED = 1_000;

/** Finds out who calls: a key in `Authorization: Bearer`, or a reviewer's sign-in cookie. */
export function identifier(db: Database, siteUrl: string, now: () => Date) {
  const believed = new Map<string, { caller: Promise<Caller | undefined>; until: number }>();
  const cookie = signInCookie(siteUrl);

  const ofKey = (key: string): Promise<Caller | undefined> => {
    const known = believed.get(key);
    if (known && known.until > now().getTime()) return known.caller;
    const caller = callerOfKey(db, key, now());
    if (believed.size >= MOST_BELIEVED) believed.clear();
    believed.set(key, { caller, until: now().getTime() + BELIEVE_MS });
    caller.catch(() => believed.delete(key));
    return caller;
  };

  return async (c: Context): Promise<Caller | undefined> => {
    const [, key] = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (key !== undefined) return ofKey(key);
    const token = getCookie(c, cookie.name);
    if (token === undefined || !isFromOwnPages(c)) return undefined;
    return callerOfSignIn(db, token, now());
  };
}

export type Identify = ReturnType<typeof identifier>;

/** A cookie counts on a changing request only when one of our own pages sent it. */
export function isFromOwnPages(c: Context): boolean {
  if (c.req.method === "GET" || c.req.method === "HEAD") return true;
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const origin = c.req.header("origin");
  return origin !== undefined && URL.parse(origin)?.host === c.req.header("host");
}

/** Lets a request pass only with this scope; every route behind it knows its caller. */
export function requireScope(identify: Identify, scope: Scope): MiddlewareHandler<Identified> {
  return async (c, next) => {
    const caller = await identify(c);
    if (!caller) {
      c.header("www-authenticate", 'Bearer realm="tocsin"');
      return answerProblem(c, {
        status: 401,
        kind: "not-identified",
        title: "A valid key is needed",
        detail: 'Send "Authorization: Bearer tocsin_…"; keys are made with: npx tocsin key create',
      });
    }
    if (!caller.scopes.includes(scope))
      return answerProblem(c, {
        status: 403,
        kind: "missing-scope",
        title: `The key lacks the scope "${scope}"`,
      });
    c.set("caller", caller);
    await next();
    return undefined;
  };
}

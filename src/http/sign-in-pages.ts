import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod";
import type { Database } from "../db/open-database.ts";
import { parse } from "../domain/parse.ts";
import { plainText } from "../domain/plain-text.ts";
import { inspectLink, signOut, useLink } from "../identity/sign-in.ts";
import { ADDRESS } from "../render/addresses.ts";
import { messagePage } from "../render/message-page.ts";
import { signInPage } from "../render/sign-in-page.ts";
import type { Site } from "../render/site.ts";
import { isFromOwnPages, signInCookie } from "./identify.ts";
import { readForm } from "./read-form.ts";

const FirstReviewer = z.strictObject({
  token: z.string(),
  organisation: plainText(120),
  name: plainText(120),
});
const Returning = z.strictObject({ token: z.string() });
const UNUSABLE =
  "A link works once, within 24 hours. Ask your operator for a new one: npx tocsin reviewer link.";

/** /sign-in and /sign-out. Opening a link changes nothing; pressing its button does, once. */
export function signInPages(deps: { db: Database; site: Site; now: () => Date }): Hono {
  const { db, site, now } = deps;
  const cookie = signInCookie(site.url);
  const options = { path: "/", httpOnly: true, secure: cookie.isSecure, sameSite: "Strict" } as const;
  const app = new Hono();

  app.get(ADDRESS.signIn, async (c) => {
    const token = c.req.query("token") ?? "";
    const state = token === "" ? "sign-in" : await inspectLink(db, token, now());
    return state === "unusable"
      ? c.html(messagePage(site, "This link no longer works", UNUSABLE), 410)
      : c.html(signInPage(site, token, state === "first-reviewer"));
  });

  app.post(ADDRESS.signIn, async (c) => {
    if (!isFromOwnPages(c))
      return c.html(
        messagePage(site, "Please use the sign-in page", "This request came from elsewhere."),
        403,
      );
    const form = await readForm(c);
    if (form.outcome === "refused")
      return c.html(messagePage(site, form.problem.title, form.problem.detail ?? ""), form.problem.status);
    const first = parse(FirstReviewer, form.value);
    const returning = parse(Returning, form.value);
    if (first.outcome === "refused" && returning.outcome === "refused")
      return c.html(
        messagePage(
          site,
          "Something is missing",
          first.errors.map(({ pointer, detail }) => `${pointer.slice(2)}: ${detail}`).join("\n"),
        ),
        422,
      );
    const token = form.value["token"] ?? "";
    const outcome = await useLink(db, token, first.outcome === "parsed" ? first.value : undefined, now());
    switch (outcome.outcome) {
      case "unusable":
        return c.html(messagePage(site, "This link no longer works", UNUSABLE), 410);
      case "needs-name":
        return c.html(signInPage(site, token, true), 422);
      case "signed-in":
        setCookie(c, cookie.name, outcome.token, options);
        return c.redirect(ADDRESS.review, 303);
    }
  });

  app.post(ADDRESS.signOut, async (c) => {
    const token = getCookie(c, cookie.name);
    if (token !== undefined && isFromOwnPages(c)) await signOut(db, token);
    deleteCookie(c, cookie.name, options);
    c.header("clear-site-data", '"cookies"');
    return c.redirect(ADDRESS.alerts, 303);
  });
  return app;
}

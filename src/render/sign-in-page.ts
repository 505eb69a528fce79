import { html } from "hono/html";
import { ADDRESS } from "./addresses.ts";
import { publicPage } from "./layout.ts";
import type { Site } from "./site.ts";

/**
 * Opening the link signs nobody in: programs that look into mail open links too. The button does, once.
 * `needsName` is true for the very first reviewer, who says who answers for the alerts.
 */
export const signInPage = (site: Site, token: string, needsName: boolean): string =>
  publicPage(site, {
    title: "Sign in",
    main: html`<h1>${needsName ? "Become the first reviewer" : "Sign in to review"}</h1>
      <form method="post" action="${ADDRESS.signIn}">
        ${token === "" ? TOKEN_FIELD : html`<input type="hidden" name="token" value="${token}" />`}
        ${needsName ? NAME_FIELDS : ""}
        <div class="end">
          <button>Sign in</button>
          <p class="hint">This link works once.</p>
        </div>
      </form>`,
  });

const TOKEN_FIELD = html`<div class="field">
  <label for="token">Code from your sign-in link</label>
  <input id="token" name="token" autocomplete="off" autocapitalize="off" spellcheck="false" required />
</div>`;

const NAME_FIELDS = html`<div class="field">
    <label for="organisation">Organisation</label>
    <p class="hint" id="organisation-hint">Named as the source of every alert that it publishes.</p>
    <input
      id="organisation"
      name="organisation"
      maxlength="120"
      autocomplete="organization"
      aria-describedby="organisation-hint"
      required
    />
  </div>
  <div class="field">
    <label for="name">Your name</label>
    <p class="hint" id="name-hint">Seen by other reviewers only, never by the public.</p>
    <input id="name" name="name" maxlength="120" autocomplete="name" aria-describedby="name-hint" required />
  </div>`;

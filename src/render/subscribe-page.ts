import { html } from "hono/html";
import { type Area, areaNameIn } from "../domain/area.ts";
import type { SubstanceClass } from "../domain/substance.ts";
import { ADDRESS } from "./addresses.ts";
import { interestFields } from "./interest-fields.ts";
import { publicPage } from "./layout.ts";
import type { Markup } from "./markup.ts";
import type { Site } from "./site.ts";

/** Who invited somebody to hear of preliminary results, and the secret that says so. */
export interface Invited {
  organisation: string;
  token: string;
}

/**
 * Where people choose what to hear of. Only the button needs JavaScript; feeds are the way for everybody else.
 * `vapidPublicKey` is the application server key, base64url. `invited`: "unusable" for an invitation that has ended.
 */
export function subscribePage(
  site: Site,
  vapidPublicKey: string,
  areas: readonly Area[],
  substanceClasses: readonly SubstanceClass[],
  invited?: Invited | "unusable",
): string {
  return publicPage(site, {
    title: "Get alerts",
    preview: {
      title: `${site.name}: get alerts`,
      text: "On your phone or in a feed reader. No account, no name.",
      url: site.url + ADDRESS.subscribe,
    },
    here: ADDRESS.subscribe,
    scripts: [ADDRESS.subscribeScript],
    main: html`<h1>Get alerts</h1>
      <p>
        A notification when people must know something now. Few, and read by a person before they go out. No
        account, no name, no phone number.
      </p>
      ${invited === undefined ? "" : invitation(invited)}
      <form id="subscription" data-application-server-key="${vapidPublicKey}">
        ${invited && invited !== "unusable" ? html`<input type="hidden" name="invitation" value="${invited.token}" />` : ""}
        ${interestFields({ areas, substanceClasses, language: site.language })}
        <div class="end">
          <button id="subscribe" type="submit" disabled>Get alerts on this device</button>
          <output id="subscribe-result" for="subscribe"></output>
          <button type="button" class="quiet" id="test" hidden>Send a test message</button>
          <noscript
            ><p class="notice">
              The button needs JavaScript, which is off. The feeds below need none.
            </p></noscript
          >
        </div>
      </form>
      ${HOME_SCREEN} ${KEPT} ${feedsOf(areas, site.language)}`,
  });
}

const invitation = (invited: Invited | "unusable"): Markup =>
  invited === "unusable"
    ? html`<p class="notice">
        This invitation cannot be used: it has ended, or its address is not complete. Ask whoever sent it for
        another one. You can subscribe to public alerts here all the same.
      </p>`
    : html`<p class="notice">
        <strong>Invited by ${invited.organisation}:</strong> you also hear of preliminary results, before the
        public does. They are for your work; please do not publish them. That this device was invited by
        ${invited.organisation} is kept with the subscription, not who you are.
      </p>`;

const HOME_SCREEN = html`<section id="home-screen" aria-labelledby="home-screen-title" hidden>
  <h2 id="home-screen-title">On iPhone and iPad: add this page to the Home Screen first</h2>
  <ol>
    <li>Tap the Share button (a square with an arrow pointing up).</li>
    <li>Choose “Add to Home Screen”, then “Add”.</li>
    <li>Open it from the Home Screen, and tap “Get alerts on this device” there.</li>
  </ol>
  <p>It needs iOS 16.4 or later. Apple allows notifications only this way.</p>
</section>`;

const KEPT = html`<section aria-labelledby="kept">
  <h2 id="kept">What is kept</h2>
  <p>
    The address that your browser’s maker gives out for your notifications (encrypted), what you chose above,
    and when the first message arrived. No name, no IP address, no record of what you open. The maker of your
    browser can see that and when something was sent, not what it says.
  </p>
  <p>
    What a notification says can be read on a locked screen. To hear of alerts without leaving any trace here,
    use a feed. You can <a href="${ADDRESS.manage}">change or end a subscription</a> on the same device at any
    time.
  </p>
</section>`;

const feedsOf = (areas: readonly Area[], language: string): Markup =>
  html`<section aria-labelledby="feeds">
    <h2 id="feeds">Feeds, for readers, websites and screens</h2>
    <p>
      All alerts: <a href="${ADDRESS.feed("alerts.rss")}">RSS</a> or
      <a href="${ADDRESS.feed("alerts.atom")}">Atom</a>. Nobody can see who reads a feed.
      <a href="${ADDRESS.feedCatalogue}">All feeds and formats</a>.
    </p>
    <details>
      <summary>A feed for one place</summary>
      <p>The links are RSS. For Atom, put “.atom” in place of “.rss”.</p>
      <ul class="columns">
        ${areas
          .toSorted((a, b) => (a.code < b.code ? -1 : 1))
          .map(
            (area) =>
              html`<li>
                <a href="${ADDRESS.feed(`region/${area.code}.rss`)}">${areaNameIn(area, language)}</a>
                ${area.code}
              </li>`,
          )}
      </ul>
    </details>
  </section>`;

import { html } from "hono/html";
import type { Area } from "../domain/area.ts";
import type { SubstanceClass } from "../domain/substance.ts";
import { ADDRESS } from "./addresses.ts";
import { interestFields } from "./interest-fields.ts";
import { publicPage } from "./layout.ts";
import type { Site } from "./site.ts";

/** Change, see or delete the subscription of this device. The secret that allows it is kept on the device only. */
export function managePage(
  site: Site,
  areas: readonly Area[],
  substanceClasses: readonly SubstanceClass[],
): string {
  return publicPage(site, {
    title: "Your subscription",
    here: ADDRESS.manage,
    scripts: [ADDRESS.manageScript],
    main: html`<h1>Your subscription</h1>
      <p>
        <output id="manage-result"
          >This page needs JavaScript, because the key to a subscription is kept only on the device that
          subscribed. Without it, turn notifications off in the settings of your browser: the subscription
          then ends by itself.</output
        >
      </p>
      <form id="subscription" hidden>
        <p><button type="button" class="quiet" id="test" hidden>Send a test message</button></p>
        ${interestFields({ areas, substanceClasses, language: site.language })}
        <div class="end"><button type="submit">Save changes</button></div>
      </form>
      <section id="own-data" aria-labelledby="own-data-title" hidden>
        <h2 id="own-data-title">What is kept about this subscription</h2>
        <button type="button" class="quiet" id="export">Show everything that is kept</button>
        <pre id="export-result" tabindex="0" hidden></pre>
      </section>
      <section id="ending" aria-labelledby="ending-title" hidden>
        <h2 id="ending-title">End it</h2>
        <p>
          Everything kept about this subscription is deleted at once. You can subscribe again at any time.
        </p>
        <button type="button" class="quiet" id="delete">End and delete this subscription</button>
      </section>`,
  });
}

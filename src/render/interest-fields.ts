import { html } from "hono/html";
import { type Area, areaNameIn } from "../domain/area.ts";
import type { Level } from "../domain/level.ts";
import type { SubstanceClass } from "../domain/substance.ts";
import { levelShape } from "./level-badge.ts";
import type { Markup } from "./markup.ts";
import { LEVEL_WORDS } from "./say-level.ts";

/** What a person may choose from, for the page that subscribes and the page that changes a subscription. */
export interface Choices {
  areas: readonly Area[];
  substanceClasses: readonly SubstanceClass[];
  /** Of the names of areas, and of the alerts to be received. */
  language: string;
}

const FLOORS: readonly { level: Level; label: string }[] = [
  { level: "red", label: "Red alerts only" },
  { level: "warning", label: "Warnings and red alerts (most people choose this)" },
  { level: "caution", label: "Caution and above" },
  { level: "information", label: "Everything" },
];

/** The fields of one interest: where, how serious, about what, and when not. Read and filled by /interest-form.js. */
export const interestFields = ({ areas, substanceClasses, language }: Choices): Markup =>
  html`<input type="hidden" name="language" value="${language}" />
    <fieldset>
      <legend>Where</legend>
      <div data-areas>
        <label class="field">
          <span>Country or region</span>
          <select name="areas">
            <option value="">Everywhere</option>
            ${byCountry(areas, language)}
          </select>
        </label>
      </div>
      <button type="button" class="quiet" data-add-area hidden>Add another place</button>
    </fieldset>
    <fieldset>
      <legend>How serious</legend>
      ${FLOORS.map(
        ({ level, label }) =>
          html`<label class="choice">
            <input
              type="radio"
              name="levelFloor"
              value="${level}"
              ${level === "warning" ? html`checked` : ""}
            />
            <span>${levelShape(level)} ${label}<small>${LEVEL_WORDS[level].meaning}</small></span>
          </label>`,
      )}
    </fieldset>
    <fieldset>
      <legend>About what</legend>
      <details>
        <summary>All substances – choose only some</summary>
        <p class="hint">With nothing ticked you hear about all.</p>
        ${substanceClasses
          .filter(({ parent }) => parent === undefined)
          .map(
            ({ id, name }) =>
              html`<label class="choice">
                <input type="checkbox" name="substanceClasses" value="${id}" />
                <span>${name}${narrower(id, substanceClasses)}</span>
              </label>`,
          )}
      </details>
    </fieldset>
    ${QUIET_HOURS}`;

/** Red alerts are never held: they are for the moment at which they come. */
const QUIET_HOURS = html`<input type="hidden" name="timeZone" value="UTC" />
  <fieldset>
    <legend>Quiet hours</legend>
    <details data-quiet-hours>
      <summary>Hold alerts back for some hours</summary>
      <label class="choice">
        <input type="checkbox" name="isQuiet" value="yes" />
        <span>Hold them back during these hours<small>They come afterwards, if they still hold.</small></span>
      </label>
      <label class="field"
        ><span>From</span><input type="time" name="quietFrom" value="02:00" required
      /></label>
      <label class="field"><span>To</span><input type="time" name="quietTo" value="09:00" /></label>
      <p class="hint" data-time-zone></p>
      <label class="choice">
        <input type="radio" name="quietBelow" value="red" checked />
        <span>Red alerts come all the same</span>
      </label>
      <label class="choice">
        <input type="radio" name="quietBelow" value="warning" />
        <span>Warnings and red alerts come all the same</span>
      </label>
    </details>
  </fieldset>`;

/** Only whole families can be chosen: what somebody wants to know about drugs is sensitive, so it stays coarse. */
function narrower(id: string, classes: readonly SubstanceClass[]): Markup | "" {
  const names = classes.filter(({ parent }) => parent === id).map(({ name }) => name);
  return names.length === 0 ? "" : html`<small>among them ${names.join(", ")}</small>`;
}

function byCountry(areas: readonly Area[], language: string): Markup[] {
  const named = areas
    .map((area) => ({ ...area, name: areaNameIn(area, language) }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  const within = Map.groupBy(named, ({ parent }) => parent);
  /** Every part, and after each the regions that lie in it. */
  const options = (code: string, indent: string): Markup[] =>
    (within.get(code) ?? []).flatMap((part) => [
      html`<option value="${part.code}">${indent}${part.name}</option>`,
      ...options(part.code, `${indent}– `),
    ]);
  return (within.get(undefined) ?? []).map(({ code, name }) =>
    within.has(code)
      ? html`<optgroup label="${name}">
          <option value="${code}">All of ${name}</option>
          ${options(code, "")}
        </optgroup>`
      : html`<option value="${code}">${name}</option>`,
  );
}

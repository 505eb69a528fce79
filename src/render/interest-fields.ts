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

/** The fields of one interest: where, how serious, about what. Read and filled by /interest-form.js. */
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

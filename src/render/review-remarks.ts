import { html } from "hono/html";
import type { HelpLine } from "../domain/help-line.ts";
import { sayRemark, type TextRemark } from "../domain/lint-text.ts";
import type { Markup } from "./markup.ts";

/** What to change in one field, for its `aria-describedby`; nothing where nothing is to change. */
export const fieldRemarks = (id: string, remarks: readonly TextRemark[]): Markup | "" =>
  remarks.length === 0
    ? ""
    : html`<ul class="lines" id="${id}">
        ${remarks.map(
          (remark) =>
            html`<li>
              <span
                >${remark.severity === "refuse" ? html`<strong class="mark">Cannot be published:</strong>` : "Consider:"}
                ${sayRemark(remark)}</span
              >
            </li>`,
        )}
      </ul>`;

/** How many remarks a text has, said before the first field; nothing where it has none. */
export const countRemarks = (remarks: readonly TextRemark[]): Markup | "" => {
  const refused = remarks.filter(({ severity }) => severity === "refuse").length;
  if (remarks.length === 0) return "";
  const first = remarks.length === 1 ? "1 remark" : `${remarks.length} remarks`;
  return html`<p class="notice">
    ${first} on these words, below each field.
    ${refused === 0 ? "They can be published as they are." : `${refused} must change before the alert can be approved.`}
  </p>`;
};

/** Help lines that the draft does not name, because a wrong number is worse than none. `path`: of the alert's area. */
export const unverifiedLines = (unverified: readonly HelpLine[], path: readonly string[]): Markup | "" => {
  const own = unverified.filter(({ area }) => path.includes(area));
  if (own.length === 0) return "";
  return html`<p class="notice">
    Not named in drafts, because nobody has checked the number within twelve months:
    ${own.map(({ name, contact, verifiedOn }) => `${name.en}, ${contact} (checked on ${verifiedOn})`).join("; ")}.
    Ask your operator to check them.
  </p>`;
};

import { html } from "hono/html";
import type { AlertText } from "../domain/alert-content.ts";
import { approvalsNeeded } from "../domain/alert-state.ts";
import { LEVEL_TERMS, LEVELS, type Level } from "../domain/level.ts";
import type { TextRemark } from "../domain/lint-text.ts";
import type { RevisionUnderReview } from "../domain/review.ts";
import { ADDRESS } from "./addresses.ts";
import { levelBadge } from "./level-badge.ts";
import type { Markup } from "./markup.ts";
import { audienceChoice } from "./review-audience.ts";
import { countRemarks, fieldRemarks } from "./review-remarks.ts";

const LANGUAGE_NAMES = new Intl.DisplayNames(["en"], { type: "language" });

/** One form for each language, named after it; saving one keeps the others. */
export const editForms = (alertId: string, revision: RevisionUnderReview, publicWasTold: boolean): Markup =>
  html`<section aria-labelledby="text">
    <h2 id="text">Text</h2>
    ${Object.entries(revision.content.texts).map(([language, text]) =>
      editForm(alertId, revision, publicWasTold, language, text),
    )}
  </section>`;

const editForm = (
  alertId: string,
  revision: RevisionUnderReview,
  publicWasTold: boolean,
  language: string,
  text: AlertText,
): Markup => {
  const remarks = revision.textRemarks.filter(
    (remark) => remark.language === undefined || remark.language === language,
  );
  return html`<form
    method="post"
    action="${ADDRESS.reviewAction(alertId, "edit")}"
    aria-labelledby="text-${language}"
  >
    <h3 id="text-${language}">${LANGUAGE_NAMES.of(language) ?? language}</h3>
    ${countRemarks(remarks)}
    <input type="hidden" name="contentHash" value="${revision.contentHash}" />
    <input type="hidden" name="lang" value="${language}" />
    <fieldset>
      <legend>Level</legend>
      ${LEVELS.map((level) => levelChoice(level, revision))}
    </fieldset>
    ${audienceChoice(revision, publicWasTold)}
    ${FIELDS.map((field) => textField(field, language, text, remarks))}
    ${looksField(language, revision.content.appearance ?? "", remarks)}
    <div class="end">
      <button class="quiet">Save the text (${language})</button>
      <p class="hint">
        ${
          revision.approvals.length > 0
            ? "Saving a change takes back the approvals given so far: they were for the other text."
            : "Saving does not publish anything."
        }
      </p>
    </div>
  </form>`;
};

/** Beside the texts in every language, and published with all of them. */
const looksField = (language: string, appearance: string, remarks: readonly TextRemark[]): Markup => {
  const id = `appearance-${language}`;
  const own = remarks.filter(({ field }) => field === "appearance");
  return html`<div class="field">
    <label for="${id}">Looks</label>
    <p class="hint" id="${id}-hint">
      Published as it stands here; empty removes it. The summary may say it too. At most 300 characters.
    </p>
    <input
      id="${id}"
      name="appearance"
      maxlength="300"
      aria-describedby="${describedBy(id, own)}"
      value="${appearance}"
    />
    ${fieldRemarks(`${id}-remarks`, own)}
  </div>`;
};

const levelChoice = (level: Level, revision: RevisionUnderReview): Markup => {
  const { draftedLevel, msgType } = revision;
  const people = approvalsNeeded({ level, draftedLevel, msgType }) === 2 ? "two people" : "one person";
  return html`<label class="choice">
    <input
      type="radio"
      name="level"
      value="${level}"
      ${level === revision.content.level ? html`checked` : ""}
    />
    <span
      >${levelBadge(level)}
      <small
        >${people} approve${people === "one person" ? "s" : ""}; ends after
        ${LEVEL_TERMS[level].expiresAfterDays} days</small
      ></span
    >
  </label>`;
};

interface TextField {
  name: keyof AlertText;
  label: string;
  hint: string;
  rows: number;
  /** As in the schema of the alert's text. */
  maxLength: number;
}

const FIELDS: readonly TextField[] = [
  {
    name: "headline",
    label: "Headline",
    hint: "For lists and feeds. What, sold as what, where.",
    rows: 2,
    maxLength: 160,
  },
  {
    name: "push",
    label: "Notification",
    hint: "Must make sense alone, in two lines, on a locked screen. The action first.",
    rows: 2,
    maxLength: 120,
  },
  {
    name: "summary",
    label: "Summary",
    hint: "What was found, how sure that is, what it can do, danger signs. One paragraph a line.",
    rows: 7,
    maxLength: 2000,
  },
  {
    name: "instruction",
    label: "What to do now",
    hint: "One instruction a line, the most urgent first.",
    rows: 6,
    maxLength: 1500,
  },
];

const describedBy = (id: string, remarks: readonly TextRemark[]): string =>
  remarks.length === 0 ? `${id}-hint` : `${id}-hint ${id}-remarks`;

const textField = (
  field: TextField,
  language: string,
  text: AlertText,
  remarks: readonly TextRemark[],
): Markup => {
  const id = `${field.name}-${language}`;
  const own = remarks.filter((remark) => remark.field === field.name);
  const value = text[field.name];
  return html`<div class="field">
    <label for="${id}">${field.label}</label>
    <p class="hint" id="${id}-hint">
      ${field.hint} At most ${field.maxLength} characters; now ${value.length}.
    </p>
    <textarea
      id="${id}"
      name="${field.name}"
      lang="${language}"
      rows="${field.rows}"
      maxlength="${field.maxLength}"
      aria-describedby="${describedBy(id, own)}"
      required
    >
${value}</textarea>
    ${fieldRemarks(`${id}-remarks`, own)}
  </div>`;
};

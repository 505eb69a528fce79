import { html } from "hono/html";

/** A piece of HTML whose text is escaped. */
export type Markup = ReturnType<typeof html>;

/** The finished text. Our pages are written from values that are there; one that waited would be a fault. */
export function markupText(markup: Markup): string {
  if (markup instanceof Promise) throw new Error("markup must not wait for anything");
  return markup.toString();
}

/** Text with one paragraph a line, its empty lines left out. */
export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

export const paragraphs = (text: string): Markup =>
  html`${linesOf(text).map((line) => html`<p>${line}</p>`)}`;

/** One instruction a line, as a list; marks that a writer put before the lines are left out. */
export const instructionList = (text: string): Markup =>
  html`<ul class="steps">
    ${linesOf(text).map((line) => html`<li>${line.replace(/^[-*•]\s+/, "")}</li>`)}
  </ul>`;

import * as z from "zod";

/**
 * Characters that must never reach a feed, a log or a reviewer's screen: C0 and C1 controls, DEL, bidirectional controls,
 * zero-width and other invisible characters, lone surrogates, non-characters. Line breaks are allowed only where a field says so.
 */
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex -- naming control characters is the purpose
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF]|\p{Cs}/u;

export type RefusedCharacter = { codePoint: string; offset: number };

/** The first character that plain text may not hold, or undefined. `offset` counts UTF-16 units from 0. */
export function refusedCharacter(text: string, { lineBreaks = false } = {}): RefusedCharacter | undefined {
  const searched = lineBreaks ? text.replace(/[\n\t]/g, " ") : text;
  const found = FORBIDDEN.exec(searched);
  if (!found) return undefined;
  const codePoint = (searched.codePointAt(found.index) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return { codePoint: `U+${codePoint}`, offset: found.index };
}

/**
 * One line of text in Unicode NFC, trimmed, 1 to `max` UTF-16 units after trimming.
 * Refuses (never silently removes) control, bidirectional and invisible characters.
 */
export const plainText = (max: number, { lineBreaks = false } = {}) =>
  z
    .string()
    .max(max * 2, `must have at most ${max} characters`)
    .superRefine((text, context) => {
      const refused = refusedCharacter(text, { lineBreaks });
      if (refused)
        context.addIssue({
          code: "custom",
          message: `holds ${refused.codePoint} at position ${refused.offset}: control, bidirectional and invisible characters are not accepted; remove it`,
        });
    })
    .transform((text) => text.normalize("NFC").trim())
    .pipe(z.string().min(1, "must not be empty").max(max));

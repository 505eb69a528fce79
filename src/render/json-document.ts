import { cleanText } from "./clean-text.ts";

/** JSON whose texts hold no character that the other formats would drop: lone surrogates and bidirectional controls break readers of JSON as well. */
export const jsonDocument = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "string" ? cleanText(one) : one));

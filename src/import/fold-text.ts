/** The form in which words of a file are compared with words of a profile: case and white space make no difference. */
export const foldText = (text: string): string =>
  text.normalize("NFC").replace(/\s+/gu, " ").trim().toLowerCase();

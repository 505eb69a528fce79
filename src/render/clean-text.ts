/**
 * All that XML 1.0 forbids (one such character makes a whole feed unreadable to strict readers), lone surrogates, the
 * control characters it only discourages, and the bidirectional controls by which one entry could turn the text around it.
 */
const DROPPED =
  /[^\t\n\r\u0020-\u007E\u00A0-\u2029\u202F-\u2065\u206A-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text as every format can carry it; the same characters are dropped in all of them. */
export const cleanText = (value: string): string => value.replace(DROPPED, "");

import type { PublishedAlert } from "../../src/domain/published-alert.ts";
import { anAlert, minutesAgo } from "./invented-alerts.ts";

/** Text as an attacker or a broken instrument writes it, and as honest people write it all over the world. */
const HOSTILE = [
  "\u0000\u0001\u0008\u000B\u001B[31m\u007F\u0085\u009F",
  "\uFFFE\uFFFF\u{1FFFE}\u{10FFFF}",
  "\uD800 alone \uDC00 turned \uDFFF\uD83D",
  "\u202E\u2066\u2069\u200F\u061C reversed",
  "]]> <![CDATA[ <!-- -- --> <?xml version='1.0'?> <!DOCTYPE a>",
  "</title></item></entry></rss><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>&amp;&#0;&#x1;&nbsp;&bogus;',
  "💊👩‍🔬🏳️‍🌈🇵🇱\u200D\uFE0F",
  "x".repeat(10_240),
  "ł".repeat(5_000) + "💀".repeat(1_300),
  "\n\n\t\r\n \u2028\u2029",
  " ",
  '=HYPERLINK("http://example.org")\u0009@SUM(1)',
  "Zażółć gęślą jaźń; Große Übung; Ñandú; Ťažký",
  "Внимание; Προσοχή; Զգուշացում; გაფრთხილება",
  "تحذير; אזהרה; هشدار; انتباہ",
  "चेतावनी; সতর্কতা; எச்சரிக்கை; ಎಚ್ಚರಿಕೆ",
  "警告；警告；경고；คำเตือน；ຄຳເຕືອນ",
  "a\u0301\u0323\u0302".repeat(400),
  "{\"json\": \"\\u0000\", 'sql': '; drop table alert; --'}",
];

const LETTERS = "abcdefghijklmnopqrstuvwxyz".split("");

/** Every two-letter code of ISO 639 that this runtime has a name for. */
const LANGUAGES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(
  (code) => new Intl.DisplayNames(["en"], { type: "language" }).of(code) !== code,
);

/** Hostile text in every field that holds text, in every language; updates, withdrawals and expired ones among them. */
export const HOSTILE_ALERTS: readonly PublishedAlert[] = Array.from({ length: 200 }, (_, index) => {
  const hostile = HOSTILE[index % HOSTILE.length] ?? "";
  const language = LANGUAGES[index % LANGUAGES.length] ?? "en";
  // Names are as long as they can be; the rest is cut, in the middle of a character too.
  const cut = hostile.slice(0, 301);
  const text = { headline: hostile, push: cut, summary: cut, instruction: cut };
  return anAlert(
    {
      alertId: `0197d7a0-0000-7000-8000-${String(index).padStart(12, "0")}`,
      publishedAt: minutesAgo(index),
      firstPublishedAt: minutesAgo(index),
      msgType: index % 5 === 4 ? "Cancel" : "Alert",
      ...(index % 7 === 6 ? { expiresAt: minutesAgo(1) } : {}),
    },
    {
      substance: { id: hostile, name: hostile },
      substanceClasses: [cut, "opioid"],
      expectedName: cut,
      appearance: cut,
      area: { code: "PL-14", name: hostile, path: ["PL-14", "PL"] },
      reasons: [cut],
      methods: [cut],
      sender: cut,
      withdrawnBecause: cut,
      texts: index % 3 === 0 ? { [language]: text } : { en: text, [language]: text },
    },
  );
});

export const FORBIDDEN_IN_FEEDS =
  // oxlint-disable-next-line no-control-regex -- naming control characters is the purpose
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u202A-\u202E\u2066-\u2069]|\p{Cs}/u;

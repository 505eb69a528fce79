import type { AlertContent, AlertText } from "../domain/alert-content.ts";
import { type Level, LEVEL_TERMS } from "../domain/level.ts";
import type { Grade } from "../domain/method.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { cleanText } from "./clean-text.ts";
import { hostOf } from "./entry-id.ts";
import { feedWords } from "./feed-words.ts";
import { type Site, statusPrefix } from "./site.ts";
import { element, xmlDocument, type XmlNode } from "./xml.ts";

export const CAP_CONTENT_TYPE = "application/cap+xml; charset=utf-8";

const URGENCY: Record<Level, string> = {
  red: "Immediate",
  warning: "Immediate",
  caution: "Expected",
  information: "Future",
};

/** What somebody should do with it; the instruction says how. Never "AllClear", and "Assess" is not for the public (CAP 1.2 §3.2.2). */
const RESPONSE: Record<Level, string> = {
  red: "Avoid",
  warning: "Avoid",
  caution: "Monitor",
  information: "Monitor",
};

const CERTAINTY: Record<Grade, string> = {
  presumptive: "Likely",
  "confirmed-identity": "Observed",
  "confirmed-quantity": "Observed",
};

/**
 * One published revision as a CAP 1.2 document, with an `info` block for each language that it is written in. `revisions` are all
 * that were published of the alert to everybody, in any order; undefined when the one asked for is not among them. It never
 * changes: its end is in `expires`, and a correction or withdrawal is another document, which refers to all before it.
 */
export function capDocument(
  site: Site,
  revisions: readonly PublishedAlert[],
  revision: number,
): string | undefined {
  const alert = revisions.find((one) => one.revision === revision);
  if (!alert) return undefined;
  const { content } = alert;
  const earlier = revisions
    .filter((one) => one.revision < revision)
    .toSorted((a, b) => a.revision - b.revision);
  return xmlDocument(
    element(
      "alert",
      { xmlns: "urn:oasis:names:tc:emergency:cap:1.2" },
      element("identifier", {}, capIdentifier(alert)),
      element("sender", {}, hostOf(site)),
      element("sent", {}, capInstant(alert.publishedAt)),
      element("status", {}, site.status),
      element("msgType", {}, alert.msgType),
      element("scope", {}, "Public"),
      noteOf(site, content),
      earlier.length === 0
        ? undefined
        : element("references", {}, earlier.map((one) => capReference(site, one)).join(" ")),
      Object.entries(content.texts).map(([language, text]) => info(site, alert, language, text)),
    ),
  );
}

/** The name of a document for good. Without spaces, commas, "<" and "&", which CAP forbids in it. */
export const capIdentifier = ({ alertId, revision }: PublishedAlert): string => `${alertId}.${revision}`;

const capReference = (site: Site, alert: PublishedAlert): string =>
  [hostOf(site), capIdentifier(alert), capInstant(alert.publishedAt)].join(",");

/** UTC is "-00:00": CAP 1.2 §3.3.2 forbids "Z", and its schema fractions of a second. */
export const capInstant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, "-00:00");

function noteOf(site: Site, { withdrawnBecause }: AlertContent): XmlNode {
  const notes = [statusPrefix(site) === "" ? "" : `${site.status}: ${site.name}`, withdrawnBecause ?? ""];
  const note = notes.filter((one) => one !== "").join(". ");
  return note === "" ? undefined : element("note", {}, note);
}

function info(site: Site, alert: PublishedAlert, language: string, text: AlertText): XmlNode {
  const { content } = alert;
  // A withdrawal keeps the severity: whoever takes in only what is severe must hear that it is taken back.
  const isWithdrawal = alert.msgType === "Cancel";
  return element(
    "info",
    {},
    element("language", {}, language),
    element("category", {}, "Health"),
    element("event", {}, feedWords(language).event),
    element("responseType", {}, isWithdrawal ? "Monitor" : RESPONSE[content.level]),
    element("urgency", {}, isWithdrawal ? "Past" : URGENCY[content.level]),
    element("severity", {}, LEVEL_TERMS[content.level].severity),
    element("certainty", {}, isWithdrawal ? "Unknown" : CERTAINTY[content.grade]),
    element("expires", {}, capInstant(alert.expiresAt)),
    element("senderName", {}, content.sender),
    element("headline", {}, statusPrefix(site) + text.headline),
    element("description", {}, text.summary),
    element("instruction", {}, text.instruction),
    element("web", {}, site.url + ADDRESS.alert(alert.alertId)),
    parametersOf(content).map(([valueName, value]) =>
      value === undefined ? undefined : named("parameter", valueName, value),
    ),
    element(
      "area",
      {},
      element("areaDesc", {}, cleanText(content.area.name).trim() || content.area.code),
      content.area.path.map((code) => named("geocode", codeSystem(code), code)),
    ),
  );
}

const named = (name: string, valueName: string, value: string): XmlNode =>
  element(name, {}, element("valueName", {}, valueName), element("value", {}, value));

const parametersOf = (content: AlertContent): [string, string | undefined][] => [
  ["level", content.level],
  ["grade", content.grade],
  ["review_status", content.grade === "presumptive" ? "preliminary" : "confirmed"],
  ["substance", content.substance.name],
  ["substanceClasses", content.substanceClasses.join(" ") || undefined],
  ["expectedName", content.expectedName],
  ["form", content.form],
  ["samples", String(content.samples)],
  ["resultsFrom", content.resultsFrom],
  ["resultsTo", content.resultsTo],
];

/** A country, one of its parts, or a region below that, which ISO does not know. */
const codeSystem = (code: string): string =>
  ["ISO3166-1", "ISO3166-2"][code.split("-").length - 1] ?? "tocsin:area";

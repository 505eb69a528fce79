import { textIn } from "../domain/alert-content.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { AssessedSample } from "../domain/match.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { gradeInWords } from "../domain/say-method.ts";
import { ADDRESS } from "../render/addresses.ts";
import type { Site } from "../render/site.ts";
import { sayFinding } from "./say-finding.ts";

/**
 * The ten fields (a) to (j) of Article 13(2) of Regulation (EU) 2023/1322, in its order, of one alert; text in English. Empty
 * where a drug checking service cannot know: whoever notifies the EUDA, the national focal point, fills it in.
 */
export interface Article13Notification {
  reference: string;
  typeAndOriginOfRisk: string;
  dateAndPlace: string;
  meansOfExposureTransmissionDissemination: string;
  analyticalAndToxicologicalData: string;
  identificationMethods: string;
  healthRisks: string;
  socialSafetySecurityRisks: string;
  healthMeasures: string;
  otherMeasures: string;
  otherInformation: string;
}

/** `revisions` of the alert, newest first; `samples` behind it. Undefined when the alert has no revision. */
export function article13Notification(
  site: Site,
  revisions: readonly PublishedAlert[],
  samples: readonly AssessedSample[],
  knowledge: Knowledge,
): Article13Notification | undefined {
  const [newest] = revisions;
  const first = revisions.at(-1);
  if (!newest || !first) return undefined;
  const { content } = newest;
  const { substance, area } = content;
  const text = textIn(content, "en");
  return {
    reference: `${site.url}${ADDRESS.alert(newest.alertId)}`,
    typeAndOriginOfRisk: sentences([
      `${substance.name}${withIdentifiers(substance.id, knowledge)}`,
      content.substanceClasses.length > 0 ? `Classes: ${content.substanceClasses.join(", ")}` : "",
      content.expectedName === undefined ? "" : `Sold or expected as ${content.expectedName}`,
      `Level of the alert: ${content.level}`,
      "Origin: not known",
    ]),
    dateAndPlace: `Results of ${content.resultsFrom} to ${content.resultsTo}. ${area.name} (${area.path.join(", ")}); no finer place is recorded for publication.`,
    meansOfExposureTransmissionDissemination: sentences([
      `Form: ${content.form}`,
      content.appearance === undefined ? "" : `Appearance: ${content.appearance}`,
      "Handed in to a drug checking service; how it was bought or spread is not recorded",
    ]),
    analyticalAndToxicologicalData: [
      `${content.samples} ${content.samples === 1 ? "sample" : "samples"}.`,
      ...content.reasons,
      ...samples.map((sample, index) => `Sample ${index + 1}: ${found(sample, knowledge)}.`),
    ].join("\n"),
    identificationMethods: `${content.methods.join("; ")}. Grade: ${gradeInWords(content.grade)}.`,
    healthRisks: text.summary,
    socialSafetySecurityRisks: "",
    healthMeasures: sentences([
      `Published to ${first.content.audience === "outreach" ? "outreach teams" : "the public"} on ${day(first.publishedAt)}`,
      newest === first ? "" : `Last changed on ${day(newest.publishedAt)} (${newest.msgType})`,
      `Advice given: ${text.instruction.replaceAll("\n", " ")}`,
    ]),
    otherMeasures: "",
    otherInformation: sentences([
      `Notified by ${content.sender}`,
      site.status === "Actual" ? "" : `${site.status.toUpperCase()}: not a real event`,
      newest.msgType === "Cancel" ? `Withdrawn: ${content.withdrawnBecause ?? "no reason given"}` : "",
      `Alert ${newest.alertId}, revision ${newest.revision}, until ${day(newest.expiresAt)}`,
      content.thresholdNotAdopted ? "A threshold behind it is proposed, not adopted" : "",
    ]),
  };
}

const day = (at: Date): string => at.toISOString().slice(0, 10);

const sentences = (parts: readonly string[]): string =>
  parts
    .filter(Boolean)
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(" ");

const found = ({ findings }: AssessedSample, knowledge: Knowledge): string =>
  findings
    .filter(({ presence }) => presence === "detected")
    .map((finding) => sayFinding(finding, knowledge))
    .join("; ") || "nothing detected";

function withIdentifiers(substanceId: string, { catalogue }: Knowledge): string {
  const known = catalogue.byId(substanceId)?.identifiers;
  const words = [known?.inchikey && `InChIKey ${known.inchikey}`, known?.cas && `CAS ${known.cas}`].filter(
    Boolean,
  );
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

import type { AlertText } from "./alert-content.ts";
import type { InEachLanguage } from "./draft-language.ts";
import { type DraftFacts, type DraftNames, fitName, textOf } from "./draft-text.ts";
import { FORM_ENGLISH } from "./draft-text-english.ts";
import { FORM_POLISH } from "./draft-text-polish.ts";

type Named = InEachLanguage<Pick<DraftNames, "substance" | "area">>;

/** The words of a withdrawal: what it was about, why it is withdrawn, and that the risk has not gone. `reason` is said as it was given. */
export function withdrawalTexts(facts: DraftFacts, names: Named, reason: string): InEachLanguage<AlertText> {
  const because = reason.replace(/[.\s]+$/, "");
  return { en: inEnglish(facts, names.en, because), pl: inPolish(facts, names.pl, because) };
}

function inEnglish(facts: DraftFacts, { substance, area }: Named["en"], because: string): AlertText {
  const about = `the alert about ${fitName(substance)} in a ${FORM_ENGLISH[facts.form]}`;
  return textOf(
    `Withdrawn: ${about} (${area})`,
    `Withdrawn: ${about}, ${fitName(area)}. Supply still varies.`,
    [`This alert is withdrawn because ${because}. Supply still varies.`],
    [
      "The risk has not gone: what is sold under one name varies from day to day.",
      "Have what you have tested where you can.",
    ],
  );
}

function inPolish(facts: DraftFacts, { substance, area }: Named["pl"], because: string): AlertText {
  const form = FORM_POLISH[facts.form];
  const about = form === undefined ? fitName(substance) : `${fitName(substance)}, ${form}`;
  return textOf(
    `Wycofano alert: ${about} (${area})`,
    `Wycofano alert: ${about}, ${fitName(area)}. Skład wciąż się zmienia.`,
    [`Ten alert wycofano. Powód: ${because}. Skład tego, co jest w obiegu, wciąż się zmienia.`],
    [
      "Ryzyko nie zniknęło: to, co sprzedaje się pod jedną nazwą, zmienia się z dnia na dzień.",
      "Jeśli możesz, oddaj to, co masz, do badania.",
    ],
  );
}

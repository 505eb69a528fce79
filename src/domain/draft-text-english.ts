import { isAboutStrength } from "./alert-group.ts";
import type { AlertText } from "./alert-content.ts";
import {
  atStart,
  type Drafting,
  fitName,
  isCountable,
  mustWarnOfLateStart,
  sayAmount,
  sayDays,
  textOf,
} from "./draft-text.ts";
import { emergencyNumber } from "./emergency-number.ts";
import { sayHelpLine } from "./help-line.ts";
import type { Grade } from "./method.ts";
import type { Form } from "./sample.ts";

/** One of it, to stand after "a" or "one". */
export const FORM_ENGLISH: Record<Form, string> = {
  tablet: "tablet",
  capsule: "capsule",
  powder: "powder sample",
  crystal: "crystal sample",
  liquid: "liquid sample",
  blotter: "blotter",
  "plant-material": "plant sample",
  vape: "vape sample",
  edible: "food sample",
  other: "sample",
  unknown: "sample",
};

const SURE: Record<Grade, string> = {
  presumptive: "this is a first test, not confirmed yet.",
  "confirmed-identity": "what it is has been confirmed, how much has not.",
  "confirmed-quantity": "what it is and how much of it have been confirmed.",
};

/** What was found, as one line; `place` ends it. */
function found({ facts, chief, names }: Drafting): string {
  const isFirst = facts.grade === "presumptive";
  const substance = fitName(names.substance);
  const form = FORM_ENGLISH[facts.form];
  if (isAboutStrength(chief))
    return `Start small and wait: ${isFirst ? "about " : ""}${sayAmount(chief, ".")} ${substance} in one ${form}`;
  if (names.expected !== undefined)
    return `Expected ${fitName(names.expected)}, ${isFirst ? "a first test shows" : "found"} ${substance}`;
  return atStart(`${substance} ${isFirst ? "in a first test of" : "found in"} a ${form}`);
}

/** An update says first that it is one, so that on a phone it does not read like the message before it. */
const asConfirmed = (text: string): string =>
  `Now confirmed: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;

function what({ facts, chief, names }: Drafting): string {
  const { substance, expected, beside, area } = names;
  const isFirst = facts.grade === "presumptive";
  const instead = expected === undefined ? "" : ` where ${expected} was expected`;
  const also = beside.length === 0 ? "" : ` Also found in it: ${beside.join(", ")}.`;
  const told = isAboutStrength(chief)
    ? `One ${FORM_ENGLISH[facts.form]} held ${isFirst ? "about " : ""}${sayAmount(chief, ".")} of ${substance}. That is more than most people expect.`
    : atStart(isFirst ? `a first test shows ${substance}${instead}.` : `${substance} was found${instead}.`);
  return `${told}${also} Area: ${area}. Results: ${sayDays(facts, "en-GB", "to")}. Samples: ${facts.samples}.`;
}

const look = (looks: string | undefined): string =>
  looks === undefined
    ? "The look tells nothing: what is inside differs even between units that look the same."
    : `It looked like this: ${looks}. Look alone tells nothing: the same look can hold something else, and another look the same.`;

function firstSteps(drafting: Drafting): string[] {
  const { facts, chief, dangers } = drafting;
  const [danger] = dangers;
  if (danger.insteadOfTaking && !isAboutStrength(chief)) return [danger.insteadOfTaking.en];
  const start = isCountable(facts) ? "start with a small part of one" : "start with far less than usual";
  return [
    ...(isAboutStrength(chief)
      ? [`If you take it: ${start}. Wait ${danger.wait.en} before any more.`]
      : [
          "If you have it: have it tested first, or leave it out.",
          `If you take it all the same: start with very little. Wait ${danger.wait.en} before any more.`,
        ]),
    "Do not use alone. Tell someone what you take and when.",
    ...(mustWarnOfLateStart(drafting)
      ? ["It starts later than expected: do not take more because you feel nothing yet."]
      : []),
    dangers.find(({ mixing }) => mixing)?.mixing?.en ??
      "Do not mix it with alcohol or with other substances.",
  ];
}

/** The machine's first words in English, for a person to edit. The action comes first; nothing praises or frightens. */
export function draftTextEnglish(drafting: Drafting): AlertText {
  const { facts, chief, names, dangers, helpLines, confirms } = drafting;
  const call = emergencyNumber(facts.area.code);
  const line = confirms ? asConfirmed(found(drafting)) : found(drafting);
  const more = isAboutStrength(chief) ? "" : " Open for what to do.";
  return textOf(
    `${line} (${names.area})`,
    `${line}. ${fitName(names.area)}.${more}`,
    [
      what(drafting),
      `How sure: ${SURE[facts.grade]} Tested by: ${names.methods.join("; ")}.`,
      look(names.looks),
      ...dangers.map(({ can, signs }) => `${can.en} Danger signs: ${signs.en}.`),
    ],
    [
      ...firstSteps(drafting),
      ...dangers.flatMap(({ emergency, steps }) => [emergency.en.replace("{call}", call), ...steps.en]),
      "If you work in a service: tell people face to face, and be ready for these danger signs.",
      ...helpLines.map((helpLine) => sayHelpLine(helpLine, "en")),
    ],
  );
}

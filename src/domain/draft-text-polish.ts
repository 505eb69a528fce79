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

/** As it stands after "Postać:"; undefined where nothing is known. */
export const FORM_POLISH: Record<Form, string | undefined> = {
  tablet: "tabletka",
  capsule: "kapsułka",
  powder: "proszek",
  crystal: "kryształy",
  liquid: "płyn",
  blotter: "kartonik",
  "plant-material": "susz roślinny",
  vape: "wkład do e-papierosa",
  edible: "produkt do jedzenia",
  other: undefined,
  unknown: undefined,
};

/** Where it was measured: in one of what. */
const IN_ONE: Record<Form, string> = {
  tablet: "w jednej tabletce",
  capsule: "w jednej kapsułce",
  powder: "w jednej próbce proszku",
  crystal: "w jednej próbce kryształów",
  liquid: "w jednej próbce płynu",
  blotter: "w jednym kartoniku",
  "plant-material": "w jednej próbce suszu",
  vape: "w jednym wkładzie do e-papierosa",
  edible: "w jednej porcji do jedzenia",
  other: "w jednej próbce",
  unknown: "w jednej próbce",
};

const SURE: Record<Grade, string> = {
  presumptive: "to pierwszy test, jeszcze niepotwierdzony.",
  "confirmed-identity": "potwierdzono, co to jest. Nie potwierdzono, ile tego jest.",
  "confirmed-quantity": "potwierdzono, co to jest i ile tego jest.",
};

/** Names stand after a colon, so that none of them has to be inflected. */
function found({ facts, chief, names }: Drafting): string {
  const isFirst = facts.grade === "presumptive";
  const substance = fitName(names.substance);
  const form = FORM_POLISH[facts.form];
  if (isAboutStrength(chief))
    return `Zacznij od małej ilości i poczekaj. ${atStart(substance)}: ${isFirst ? "około " : ""}${sayAmount(chief, ",")} ${IN_ONE[facts.form]}`;
  const seen = `${isFirst ? "wstępnie wykryto" : "wykryto"}: ${substance}`;
  if (names.expected !== undefined) return `Oczekiwano: ${fitName(names.expected)}, ${seen}`;
  return atStart(form === undefined ? seen : `${seen}. Postać: ${form}`);
}

function what({ facts, chief, names }: Drafting): string {
  const { substance, expected, beside, area } = names;
  const isFirst = facts.grade === "presumptive";
  const form = FORM_POLISH[facts.form];
  const also = beside.length === 0 ? "" : ` Wykryto też: ${beside.join(", ")}.`;
  const told = isAboutStrength(chief)
    ? `${atStart(substance)}: ${isFirst ? "około " : ""}${sayAmount(chief, ",")} ${IN_ONE[facts.form]}. To więcej, niż spodziewa się większość osób.`
    : [
        `${isFirst ? "Wstępnie wykryto" : "Wykryto"}: ${substance}.`,
        expected === undefined ? "" : ` Oczekiwano: ${expected}.`,
        form === undefined ? "" : ` Postać: ${form}.`,
      ].join("");
  return `${told}${also} Obszar: ${area}. Wyniki: ${sayDays(facts, "pl-PL", "–")}. Liczba próbek: ${facts.samples}.`;
}

const look = (looks: string | undefined): string =>
  looks === undefined
    ? "Sam wygląd nic nie mówi: skład może być inny, nawet gdy wygląd jest taki sam."
    : `Tak to wyglądało: ${looks}. Sam wygląd nic nie mówi: to, co wygląda tak samo, może mieć inny skład.`;

function firstSteps(drafting: Drafting): string[] {
  const { facts, chief, dangers } = drafting;
  const [danger] = dangers;
  if (danger.insteadOfTaking && !isAboutStrength(chief)) return [danger.insteadOfTaking.pl];
  const start = isCountable(facts)
    ? "zacznij od małej części"
    : "zacznij od ilości dużo mniejszej niż zwykle";
  return [
    ...(isAboutStrength(chief)
      ? [`Jeśli to bierzesz: ${start}. Odczekaj ${danger.wait.pl}, zanim weźmiesz więcej.`]
      : [
          "Jeśli to masz: najpierw oddaj to do badania albo zrezygnuj.",
          `Jeśli mimo to bierzesz: zacznij od bardzo małej ilości. Odczekaj ${danger.wait.pl}, zanim weźmiesz więcej.`,
        ]),
    "Nie bierz w samotności. Powiedz komuś, co i kiedy bierzesz.",
    ...(mustWarnOfLateStart(drafting)
      ? ["Działa później, niż się spodziewasz. Nic nie czujesz? Nie bierz więcej."]
      : []),
    dangers.find(({ mixing }) => mixing)?.mixing?.pl ?? "Nie łącz z alkoholem ani z innymi substancjami.",
  ];
}

/** The machine's first words in Polish, for a person to edit; in the same order and with the same meaning as in English. */
export function draftTextPolish(drafting: Drafting): AlertText {
  const { facts, chief, names, dangers, helpLines, confirms } = drafting;
  const call = emergencyNumber(facts.area.code);
  const line = confirms ? `Wynik potwierdzony. ${found(drafting)}` : found(drafting);
  const more = isAboutStrength(chief) ? "" : " Zobacz, co robić.";
  return textOf(
    `${line} (${names.area})`,
    `${line}. ${fitName(names.area)}.${more}`,
    [
      what(drafting),
      `Na ile to pewne: ${SURE[facts.grade]} Metoda: ${names.methods.join("; ")}.`,
      look(names.looks),
      ...dangers.map(({ can, signs }) => `${can.pl} Objawy zagrożenia: ${signs.pl}.`),
    ],
    [
      ...firstSteps(drafting),
      ...dangers.flatMap(({ emergency, steps }) => [emergency.pl.replace("{call}", call), ...steps.pl]),
      "Jeśli pracujesz w placówce: mów o tym osobiście i bądź w gotowości na te objawy.",
      ...helpLines.map((helpLine) => sayHelpLine(helpLine, "pl")),
    ],
  );
}

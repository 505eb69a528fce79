import type { Danger } from "./danger.ts";

/** Substances that drive the body. After DIMS and Hi-Ground (PMA and PMMA), NSW Health and HSE Ireland (MDMA), High Alert (cathinones). */
export const STIMULATING_DANGERS: readonly Danger[] = [
  {
    id: "pma-type",
    classes: ["pma-type"],
    substances: [],
    can: {
      en: "It starts later than MDMA and can overheat the body until it fails. People have died because they took more.",
      pl: "Działa później niż MDMA i może groźnie przegrzać ciało. Ludzie umierali, bo wzięli więcej.",
    },
    signs: {
      en: "very hot skin, cramps, confusion, a racing heart, a seizure",
      pl: "bardzo gorąca skóra, skurcze, dezorientacja, szybkie bicie serca, drgawki",
    },
    wait: { en: "at least three hours", pl: "co najmniej trzy godziny" },
    startsLate: true,
    steps: {
      en: [
        "Do not take more because you feel nothing: it starts late.",
        "Cool down, take breaks, drink water in sips.",
      ],
      pl: [
        "Nic nie czujesz? Nie bierz więcej: działa z opóźnieniem.",
        "Chłodź się, rób przerwy, pij wodę małymi łykami.",
      ],
    },
    emergency: {
      en: "Very hot, cramps, confusion or a seizure: call {call} at once, cool the person and stay with them.",
      pl: "Bardzo gorąca skóra, skurcze, dezorientacja lub drgawki: od razu zadzwoń pod {call}. Chłodź osobę i zostań przy niej.",
    },
  },
  {
    id: "empathogen",
    classes: ["empathogen"],
    substances: [],
    can: {
      en: "It can overheat the body, and too much of it can cause seizures.",
      pl: "Może przegrzać ciało, a zbyt duża ilość może wywołać drgawki.",
    },
    signs: {
      en: "very hot skin, cramps, confusion, a racing heart, a seizure",
      pl: "bardzo gorąca skóra, skurcze, dezorientacja, szybkie bicie serca, drgawki",
    },
    wait: { en: "at least two hours", pl: "co najmniej dwie godziny" },
    steps: {
      en: ["Cool down, take breaks, drink about a glass of water an hour and not more."],
      pl: ["Chłodź się, rób przerwy, pij około szklanki wody na godzinę, nie więcej."],
    },
    emergency: {
      en: "Very hot, cramps, confusion, a seizure or chest pain: call {call} at once and stay with the person.",
      pl: "Bardzo gorąca skóra, skurcze, dezorientacja, drgawki lub ból w klatce piersiowej: od razu zadzwoń pod {call} i zostań przy osobie.",
    },
  },
  {
    id: "stimulant",
    classes: ["stimulant"],
    substances: [],
    can: {
      en: "It can overheat the body, strain the heart and bring on fear or confusion.",
      pl: "Może przegrzać ciało, obciążyć serce i wywołać lęk lub dezorientację.",
    },
    signs: {
      en: "chest pain, a racing heart, very hot skin, confusion, a seizure",
      pl: "ból w klatce piersiowej, szybkie bicie serca, bardzo gorąca skóra, dezorientacja, drgawki",
    },
    wait: { en: "at least two hours", pl: "co najmniej dwie godziny" },
    steps: {
      en: ["Cool down, take breaks, drink water, and sleep when you can."],
      pl: ["Chłodź się, rób przerwy, pij wodę, śpij, kiedy możesz."],
    },
    emergency: {
      en: "Very hot, cramps, confusion, a seizure or chest pain: call {call} at once and stay with the person.",
      pl: "Bardzo gorąca skóra, skurcze, dezorientacja, drgawki lub ból w klatce piersiowej: od razu zadzwoń pod {call} i zostań przy osobie.",
    },
  },
  {
    id: "nbome-dox",
    classes: ["nbome", "nboh", "dox"],
    substances: [],
    can: {
      en: "It can start late and last up to a day. A little more can be far too much: seizures and narrow blood vessels.",
      pl: "Może zacząć działać późno i trwać do doby. Trochę więcej to już o wiele za dużo: drgawki, zwężone naczynia krwi.",
    },
    signs: {
      en: "a racing heart, cold or numb fingers, strong fear, confusion, a seizure",
      pl: "szybkie bicie serca, zimne lub drętwe palce, silny lęk, dezorientacja, drgawki",
    },
    wait: { en: "at least three hours", pl: "co najmniej trzy godziny" },
    startsLate: true,
    steps: {
      en: ["Do not take more because you feel nothing: it can start late."],
      pl: ["Nic nie czujesz? Nie bierz więcej: może działać z opóźnieniem."],
    },
    emergency: {
      en: "A seizure, chest pain, numb fingers or great confusion: call {call} at once and stay with the person.",
      pl: "Drgawki, ból w klatce piersiowej, drętwe palce lub silna dezorientacja: od razu zadzwoń pod {call} i zostań przy osobie.",
    },
  },
];

import type { Danger } from "./danger.ts";

/**
 * Substances that put people to sleep. After HSE Ireland (nitazenes, 2023 and 2024), the Polish sanitary inspectorate
 * (etazene, 2020) and Fraser Health (medetomidine). Naloxone is not free everywhere: no text says where to buy it.
 */
export const SEDATING_DANGERS: readonly Danger[] = [
  {
    id: "opioid",
    classes: ["opioid"],
    substances: [],
    can: {
      en: "It can slow the breathing or stop it, even in a very small amount.",
      pl: "Może spowolnić lub zatrzymać oddech, nawet w bardzo małej ilości.",
    },
    signs: {
      en: "hard to wake, slow or no breathing, snoring, very small pupils, blue or grey lips",
      pl: "trudno obudzić osobę, wolny oddech lub brak oddechu, charczenie, bardzo wąskie źrenice, sine usta",
    },
    wait: { en: "as long as you can", pl: "jak najdłużej" },
    mixing: {
      en: "Do not mix it with alcohol, benzodiazepines, GHB or anything else that makes you sleepy.",
      pl: "Nie łącz z alkoholem, lekami na sen lub uspokojenie ani z GHB.",
    },
    steps: {
      en: [
        "Give naloxone if you have it. One dose may not be enough: keep watching the breathing.",
        "Somebody who has used for a long time can stop breathing too.",
      ],
      pl: [
        "Podaj nalokson, jeśli go masz. Jedna dawka może nie wystarczyć: patrz, czy osoba oddycha.",
        "Nie masz naloksonu? Mają go ratownicy i niektóre programy dla osób używających narkotyków.",
        "Oddech może się zatrzymać także u osoby, która używa od dawna.",
      ],
    },
    emergency: {
      en: "Hard to wake, slow or no breathing, blue lips: call {call} at once, put the person on their side and stay.",
      pl: "Trudno obudzić osobę, wolno oddycha lub ma sine usta: od razu zadzwoń pod {call}. Połóż ją na boku i zostań przy niej.",
    },
  },
  {
    id: "alpha-2-agonist",
    classes: ["alpha-2-agonist"],
    substances: [],
    can: {
      en: "It can bring deep sleep for hours, a slow heart and low blood pressure. An opioid is often there too.",
      pl: "Może uśpić na wiele godzin, spowolnić serce i obniżyć ciśnienie. Często jest przy tym opioid.",
    },
    signs: {
      en: "cannot be woken, very slow heartbeat, slow breathing, cold or pale skin",
      pl: "nie da się obudzić osoby, bardzo wolne tętno, wolny oddech, zimna lub blada skóra",
    },
    wait: { en: "as long as you can", pl: "jak najdłużej" },
    mixing: {
      en: "Do not mix it with alcohol, opioids, benzodiazepines or anything else that makes you sleepy.",
      pl: "Nie łącz z alkoholem, opioidami ani z lekami na sen lub uspokojenie.",
    },
    steps: {
      en: [
        "Give naloxone anyway: there may be an opioid too. The person may stay asleep after it. What counts is that they breathe.",
        "Keep the person warm. Check wounds on the skin and have them looked at.",
      ],
      pl: [
        "Mimo to podaj nalokson: może tam być także opioid. Osoba może po nim dalej spać. Liczy się to, że oddycha.",
        "Nie masz naloksonu? Mają go ratownicy i niektóre programy dla osób używających narkotyków.",
        "Okryj osobę, aby nie zmarzła. Rany na skórze pokaż lekarzowi.",
      ],
    },
    emergency: {
      en: "Cannot be woken or slow breathing: call {call} at once, put the person on their side and stay.",
      pl: "Nie da się obudzić osoby lub wolno oddycha: od razu zadzwoń pod {call}. Połóż ją na boku i zostań przy niej.",
    },
  },
  {
    id: "ghb",
    classes: ["ghb"],
    substances: [],
    can: {
      en: "A little too much can bring sudden deep sleep and stop the breathing.",
      pl: "Trochę za dużo może nagle uśpić i zatrzymać oddech.",
    },
    signs: {
      en: "sudden sleep, vomiting while asleep, jerking limbs, slow breathing",
      pl: "nagły sen, wymioty przez sen, drganie rąk i nóg, wolny oddech",
    },
    wait: { en: "at least three hours", pl: "co najmniej trzy godziny" },
    mixing: {
      en: "Never take it with alcohol, opioids or benzodiazepines.",
      pl: "Nigdy nie bierz go z alkoholem, opioidami ani lekami na uspokojenie.",
    },
    steps: {
      en: ["Measure it. Do not pour or sip it by eye."],
      pl: ["Odmierz ilość. Nie nalewaj na oko."],
    },
    emergency: {
      en: "Hard to wake or slow breathing: call {call} at once, put the person on their side and stay.",
      pl: "Trudno obudzić osobę lub wolno oddycha: od razu zadzwoń pod {call}. Połóż ją na boku i zostań przy niej.",
    },
  },
  {
    id: "benzodiazepine",
    classes: ["benzodiazepine", "depressant"],
    substances: [],
    can: {
      en: "It can bring heavy sleep and gaps in memory for many hours. With alcohol or opioids it can stop the breathing.",
      pl: "Może uśpić na wiele godzin i zabrać pamięć. Z alkoholem lub opioidami może zatrzymać oddech.",
    },
    signs: {
      en: "hard to wake, slurred speech, falling over, slow breathing",
      pl: "trudno obudzić osobę, niewyraźna mowa, upadki, wolny oddech",
    },
    wait: { en: "until the next day", pl: "do następnego dnia" },
    mixing: {
      en: "Do not mix it with alcohol, opioids, GHB or anything else that makes you sleepy.",
      pl: "Nie łącz z alkoholem, opioidami, GHB ani z lekami na sen.",
    },
    steps: {
      en: [
        "Do not take more because you feel little: it builds up.",
        "Give naloxone if you have it: there may be an opioid too.",
      ],
      pl: [
        "Słabo działa? Nie bierz więcej: działanie narasta.",
        "Podaj nalokson, jeśli go masz: może tam być także opioid.",
      ],
    },
    emergency: {
      en: "Hard to wake, slow or no breathing, blue lips: call {call} at once, put the person on their side and stay.",
      pl: "Trudno obudzić osobę, wolno oddycha lub ma sine usta: od razu zadzwoń pod {call}. Połóż ją na boku i zostań przy niej.",
    },
  },
];

import type { Danger } from "./danger.ts";

const STAY = {
  en: "A seizure, chest pain, great confusion or hard to wake: call {call} at once and stay with the person.",
  pl: "Drgawki, ból w klatce piersiowej, silna dezorientacja lub trudno obudzić osobę: od razu zadzwoń pod {call} i zostań przy niej.",
};

/** Everything else that the shipped thresholds speak of. Sources as in the rule that names the group (knowledge/packs). */
export const OTHER_DANGERS: readonly Danger[] = [
  {
    id: "synthetic-cannabinoid",
    classes: ["synthetic-cannabinoid"],
    substances: [],
    can: {
      en: "A very small amount can bring collapse, seizures, vomiting or a racing heart.",
      pl: "Bardzo mała ilość może wywołać utratę przytomności, drgawki, wymioty lub szybkie bicie serca.",
    },
    signs: {
      en: "collapse, a seizure, staring, vomiting, chest pain",
      pl: "utrata przytomności, drgawki, nieruchomy wzrok, wymioty, ból w klatce piersiowej",
    },
    wait: { en: "at least two hours", pl: "co najmniej dwie godziny" },
    steps: {
      en: ["It is spread unevenly: one part can hold far more than another."],
      pl: ["Jest rozłożony nierówno: w jednej części może być dużo więcej niż w innej."],
    },
    emergency: STAY,
  },
  {
    id: "cannabinoid",
    classes: ["cannabinoid"],
    substances: [],
    can: {
      en: "Too much can bring fear, vomiting and a racing heart. Eaten, it starts late.",
      pl: "Za dużo może wywołać lęk, wymioty i szybkie bicie serca. Po zjedzeniu działa późno.",
    },
    signs: {
      en: "strong fear, vomiting, fainting, chest pain",
      pl: "silny lęk, wymioty, omdlenie, ból w klatce piersiowej",
    },
    wait: { en: "at least two hours", pl: "co najmniej dwie godziny" },
    steps: {
      en: ["Sit or lie down in a quiet place with somebody whom you trust."],
      pl: ["Usiądź lub połóż się w spokojnym miejscu przy kimś, komu ufasz."],
    },
    emergency: STAY,
  },
  {
    id: "psychedelic",
    classes: ["psychedelic"],
    substances: [],
    can: {
      en: "A large amount can bring strong fear and confusion for many hours.",
      pl: "Duża ilość może wywołać silny lęk i dezorientację na wiele godzin.",
    },
    signs: {
      en: "strong fear, great confusion, very hot skin, a seizure",
      pl: "silny lęk, silna dezorientacja, bardzo gorąca skóra, drgawki",
    },
    wait: { en: "at least two hours", pl: "co najmniej dwie godziny" },
    steps: {
      en: ["Stay in a quiet place with somebody whom you trust."],
      pl: ["Zostań w spokojnym miejscu przy kimś, komu ufasz."],
    },
    emergency: STAY,
  },
  {
    id: "dissociative",
    classes: ["dissociative"],
    substances: [],
    can: {
      en: "It can take away the feeling of the body and of pain. Some kinds last for many hours.",
      pl: "Może odebrać czucie ciała i bólu. Niektóre odmiany działają wiele godzin.",
    },
    signs: {
      en: "cannot be woken, vomiting while lying down, a fall, great confusion",
      pl: "nie da się obudzić osoby, wymioty na leżąco, upadek, silna dezorientacja",
    },
    wait: { en: "at least two hours", pl: "co najmniej dwie godziny" },
    steps: {
      en: ["Sit or lie down first, away from water, stairs and traffic."],
      pl: ["Najpierw usiądź lub połóż się, z dala od wody, schodów i ulicy."],
    },
    emergency: STAY,
  },
  {
    id: "anticholinergic",
    classes: ["anticholinergic"],
    substances: [],
    can: {
      en: "It can make people see what is not there, for a day or longer, and overheat the body.",
      pl: "Może przez dobę lub dłużej wywoływać obrazy tego, czego nie ma, i przegrzać ciało.",
    },
    signs: {
      en: "very wide pupils, hot and dry skin, a dry mouth, a racing heart, great confusion",
      pl: "bardzo szerokie źrenice, gorąca i sucha skóra, suchość w ustach, szybkie bicie serca, silna dezorientacja",
    },
    wait: { en: "until the next day", pl: "do następnego dnia" },
    steps: {
      en: ["Do not leave a confused person alone. Keep them away from traffic and heights."],
      pl: ["Nie zostawiaj osoby w dezorientacji. Pilnuj, by nie wyszła na ulicę lub wysoko."],
    },
    emergency: STAY,
  },
  {
    id: "strychnine",
    classes: [],
    substances: ["strychnine"],
    can: {
      en: "It can cramp every muscle and stop the breathing within minutes.",
      pl: "Może w kilka minut wywołać skurcze całego ciała i zatrzymać oddech.",
    },
    signs: {
      en: "stiff neck and face, painful cramps, a seizure while awake",
      pl: "sztywny kark i twarz, bolesne skurcze, drgawki przy pełnej świadomości",
    },
    insteadOfTaking: { en: "If you have it: do not take it.", pl: "Jeśli to masz: nie bierz tego." },
    wait: { en: "until the next day", pl: "do następnego dnia" },
    steps: {
      en: ["Noise and touch can bring on cramps: keep it quiet."],
      pl: ["Hałas i dotyk mogą wywołać skurcze: zapewnij spokój."],
    },
    emergency: STAY,
  },
  {
    id: "methanol",
    classes: [],
    substances: ["methanol"],
    can: {
      en: "It can blind and kill. A small glass can be enough, and the signs come hours later.",
      pl: "Może oślepić i zabić. Wystarczy mały kieliszek, a objawy pojawiają się po wielu godzinach.",
    },
    signs: {
      en: "blurred sight, a bad headache, belly pain, vomiting, fast breathing",
      pl: "niewyraźne widzenie, silny ból głowy, ból brzucha, wymioty, szybki oddech",
    },
    insteadOfTaking: { en: "If you have it: do not drink it.", pl: "Jeśli to masz: nie pij tego." },
    wait: { en: "until the next day", pl: "do następnego dnia" },
    steps: {
      en: ["If you drank it, get help now, even if you feel well."],
      pl: ["Po wypiciu od razu szukaj pomocy, nawet przy dobrym samopoczuciu."],
    },
    emergency: {
      en: "After drinking it, or with any of these signs: call {call} at once and say that it may be methanol.",
      pl: "Po wypiciu lub przy takich objawach: od razu zadzwoń pod {call} i powiedz, że to może być metanol.",
    },
  },
  {
    id: "levamisole",
    classes: [],
    substances: ["levamisole", "tetramisole"],
    can: {
      en: "Taken often, it can leave the body open to infections and harm the skin.",
      pl: "Przyjmowany często może osłabić obronę przed zakażeniem i uszkodzić skórę.",
    },
    signs: {
      en: "fever, a sore throat, mouth sores, dark patches on the skin",
      pl: "gorączka, ból gardła, rany w ustach, ciemne plamy na skórze",
    },
    wait: { en: "at least two hours", pl: "co najmniej dwie godziny" },
    steps: {
      en: ["Fever or dark patches on the skin: see a doctor on the same day and say what was found."],
      pl: ["Gorączka lub ciemne plamy na skórze: tego samego dnia idź do lekarza i powiedz, co wykryto."],
    },
    emergency: STAY,
  },
  {
    id: "local-anaesthetic",
    classes: ["local-anaesthetic"],
    substances: [],
    can: {
      en: "It numbs, so nobody can feel how much there is. A large amount can bring on seizures.",
      pl: "Znieczula, więc nie czuć, ile tego jest. Duża ilość może wywołać drgawki.",
    },
    signs: {
      en: "ringing ears, shaking, a seizure, an uneven heartbeat",
      pl: "szum w uszach, drżenie, drgawki, nierówne bicie serca",
    },
    wait: { en: "at least two hours", pl: "co najmniej dwie godziny" },
    steps: { en: ["Do not inject it."], pl: ["Nie wstrzykuj tego."] },
    emergency: STAY,
  },
];

/** For everything that is in no group: little is known, and that is said. */
export const UNKNOWN_DANGER: Danger = {
  id: "unknown",
  classes: [],
  substances: [],
  can: {
    en: "Little is known of what it does to people. The effect can differ from what you expect.",
    pl: "Niewiele wiadomo o tym, jak działa na ludzi. Działanie może być inne, niż się spodziewasz.",
  },
  signs: {
    en: "hard to wake, trouble breathing, very hot skin, confusion, chest pain, a seizure",
    pl: "trudno obudzić osobę, kłopoty z oddechem, bardzo gorąca skóra, dezorientacja, ból w klatce piersiowej, drgawki",
  },
  wait: { en: "at least two hours", pl: "co najmniej dwie godziny" },
  steps: { en: [], pl: [] },
  emergency: {
    en: "Hard to wake, trouble breathing, chest pain or a seizure: call {call} at once and stay with the person.",
    pl: "Trudno obudzić osobę, kłopoty z oddechem, ból w klatce piersiowej lub drgawki: od razu zadzwoń pod {call} i zostań przy niej.",
  },
};

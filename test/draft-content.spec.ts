import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { DANGERS } from "../src/domain/choose-danger.ts";
import { draftContent } from "../src/domain/draft-content.ts";
import { fit } from "../src/domain/draft-text.ts";
import { matchSample } from "../src/domain/match-sample.ts";
import type { AssessedSample } from "../src/domain/match.ts";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import { dose, finding, sampleOf } from "./support/assessed-sample.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const NOW = new Date("2026-11-22T12:00:00Z");

const falseBenzodiazepine = (overrides: Partial<AssessedSample> = {}): AssessedSample =>
  sampleOf([finding("metonitazene")], {
    area: "DE-BE",
    expectedName: "xany od Krzyśka 50 zł, MEGA MOCNE",
    expectedSubstanceId: "alprazolam",
    colour: "White",
    logo: "bar",
    ...overrides,
  });
const evidenceOf = (...samples: AssessedSample[]) =>
  samples.map((one) => ({ sample: one, matches: matchSample(one, matchingKnowledge(shipped)) }));
const draft = (...samples: AssessedSample[]) =>
  draftContent(evidenceOf(...samples), shipped, "Invented Service", NOW);
const polish = (id: string): string => {
  const substance = shipped.catalogue.byId(id);
  return substance?.names?.pl ?? substance?.name ?? id;
};

describe("the first words of an alert", () => {
  it("say what was expected, what was found, where, how sure, and what to do now", () => {
    const { texts, level, grade } = draft(falseBenzodiazepine());
    expect({ level, grade }).toEqual({ level: "red", grade: "confirmed-identity" });
    expect(texts["en"]).toEqual({
      headline: "Expected alprazolam, found metonitazene (Berlin)",
      push: "Expected alprazolam, found metonitazene. Berlin. Open for what to do.",
      summary: [
        "Metonitazene was found where alprazolam was expected. Area: Berlin. Results: 4 July 2026. Samples: 1.",
        "How sure: what it is has been confirmed, how much has not. Tested by: laboratory analysis (LC-MS).",
        "It looked like this: white tablet marked “bar”. Look alone tells nothing: the same look can hold something else, and another look the same.",
        "It can slow the breathing or stop it, even in a very small amount. Danger signs: hard to wake, slow or no breathing, snoring, very small pupils, blue or grey lips.",
      ].join("\n"),
      instruction: [
        "If you have it: have it tested first, or leave it out.",
        "If you take it all the same: start with very little. Wait as long as you can before any more.",
        "Do not use alone. Tell someone what you take and when.",
        "Do not mix it with alcohol, benzodiazepines, GHB or anything else that makes you sleepy.",
        "Hard to wake, slow or no breathing, blue lips: call 112 at once, put the person on their side and stay.",
        "Give naloxone if you have it. One dose may not be enough: keep watching the breathing.",
        "Somebody who has used for a long time can stop breathing too.",
        "If you work in a service: tell people face to face, and be ready for these danger signs.",
      ].join("\n"),
    });
  });

  it("say the same in Polish, with names that stand after a colon and so need no inflection", () => {
    const [expected, found] = [polish("alprazolam"), polish("metonitazene")];
    expect(draft(falseBenzodiazepine()).texts["pl"]).toEqual({
      headline: `Oczekiwano: ${expected}, wykryto: ${found} (Berlin)`,
      push: `Oczekiwano: ${expected}, wykryto: ${found}. Berlin. Zobacz, co robić.`,
      summary: [
        `Wykryto: ${found}. Oczekiwano: ${expected}. Postać: tabletka. Obszar: Berlin. Wyniki: 4 lipca 2026. Liczba próbek: 1.`,
        "Na ile to pewne: potwierdzono, co to jest. Nie potwierdzono, ile tego jest. Metoda: badanie laboratoryjne (LC-MS).",
        "Tak to wyglądało: tabletka, kolor: biały, znak: „bar”. Sam wygląd nic nie mówi: to, co wygląda tak samo, może mieć inny skład.",
        "Może spowolnić lub zatrzymać oddech, nawet w bardzo małej ilości. Objawy zagrożenia: trudno obudzić osobę, wolny oddech lub brak oddechu, charczenie, bardzo wąskie źrenice, sine usta.",
      ].join("\n"),
      instruction: [
        "Jeśli to masz: najpierw oddaj to do badania albo zrezygnuj.",
        "Jeśli mimo to bierzesz: zacznij od bardzo małej ilości. Odczekaj jak najdłużej, zanim weźmiesz więcej.",
        "Nie bierz w samotności. Powiedz komuś, co i kiedy bierzesz.",
        "Nie łącz z alkoholem, lekami na sen lub uspokojenie ani z GHB.",
        "Trudno obudzić osobę, wolno oddycha lub ma sine usta: od razu zadzwoń pod 112. Połóż ją na boku i zostań przy niej.",
        "Podaj nalokson, jeśli go masz. Jedna dawka może nie wystarczyć: patrz, czy osoba oddycha.",
        "Nie masz naloksonu? Mają go ratownicy i niektóre programy dla osób używających narkotyków.",
        "Oddech może się zatrzymać także u osoby, która używa od dawna.",
        "Jeśli pracujesz w placówce: mów o tym osobiście i bądź w gotowości na te objawy.",
      ].join("\n"),
    });
  });

  it("never repeat a person's own words, which may hold a name, a price or praise", () => {
    const published = JSON.stringify(draft(falseBenzodiazepine()));
    for (const word of ["Krzy", "50", "MOCNE"]) expect(published).not.toContain(word);
    expect(draft(falseBenzodiazepine({ expectedSubstanceId: undefined })).expectedName).toBeUndefined();
  });

  it("put the action first when it is about strength, and say the amount as each language writes it", () => {
    const { texts } = draft(sampleOf([dose("mdma", 214.5)]));
    expect(texts["en"]?.push).toBe("Start small and wait: 215 mg MDMA in one tablet. Mazowieckie.");
    expect(texts["pl"]?.push).toBe(
      "Zacznij od małej ilości i poczekaj. MDMA: 215 mg w jednej tabletce. Mazowieckie.",
    );
    const blotter = sampleOf([dose("lsd", 0.2605)], { form: "blotter", expectedSubstanceId: "lsd" });
    expect(draft(blotter).texts["pl"]?.headline).toContain("LSD: 261 µg w jednym kartoniku");
    expect(draft(blotter).texts["en"]?.instruction).toContain("start with a small part of one");
  });

  it("count all samples, span all days, and keep every reason once", () => {
    const second = falseBenzodiazepine({
      id: "01890a5d-ac96-774b-bcce-b302099a8058",
      resultAt: new Date("2026-07-06T10:00:00Z"),
    });
    const both = draft(falseBenzodiazepine(), second);
    expect(both).toMatchObject({ samples: 2, resultsFrom: "2026-07-04", resultsTo: "2026-07-06" });
    expect(both.reasons).toEqual(draft(falseBenzodiazepine()).reasons);
    expect(both.texts["en"]?.summary).toContain("Results: 4 July 2026 to 6 July 2026. Samples: 2.");
    expect(both.texts["pl"]?.summary).toContain("Wyniki: 4 lipca 2026 – 6 lipca 2026. Liczba próbek: 2.");
  });

  it("say that a first test is only a first test, and that a later one confirms it", () => {
    const strip = finding("unspecified-nitazene", { methodId: "nitazene-strip" });
    const first = draft(falseBenzodiazepine({ findings: [strip] })).texts;
    expect(first["en"]?.push).toBe(
      "Expected alprazolam, a first test shows an unspecified nitazene. Berlin. Open for what to do.",
    );
    expect(first["en"]?.summary).toMatch(
      /^A first test shows .*\nHow sure: this is a first test, not confirmed/,
    );
    expect(first["pl"]?.summary).toMatch(/^Wstępnie wykryto: .*\n.*Metoda: test paskowy na nitazeny\./);
    const both = falseBenzodiazepine({ findings: [strip, finding("metonitazene")] });
    const confirmed = draftContent(evidenceOf(both), shipped, "Invented Service", NOW, "presumptive");
    expect(confirmed.methods).toEqual(["laboratory analysis (LC-MS)"]);
    expect(confirmed.texts["en"]?.push).toBe(
      "Now confirmed: expected alprazolam, found metonitazene. Berlin. Open for what to do.",
    );
    expect(confirmed.texts["pl"]?.push).toMatch(/^Wynik potwierdzony\. Oczekiwano: /);
  });

  test.prop([fc.string({ unit: "grapheme", maxLength: 300 }), fc.integer({ min: 2, max: 200 })])(
    "shortening never exceeds the limit nor splits a character",
    (text, max) => {
      const short = fit(text, max);
      expect(short.length).toBeLessThanOrEqual(max);
      expect(short.isWellFormed()).toBe(true);
    },
  );
});

describe("what to do now, by what was found", () => {
  const instruction = (sample: AssessedSample) => draft(sample).texts["en"]?.instruction ?? "";

  it("naloxone is given anyway with an alpha-2 agonist, and the person may stay asleep", () => {
    const xylazine = sampleOf([finding("xylazine")], { form: "powder", expectedSubstanceId: "heroin" });
    expect(instruction(xylazine)).toContain("Give naloxone anyway: there may be an opioid too.");
    expect(draft(xylazine).texts["pl"]?.instruction).toContain("Mimo to podaj nalokson");
  });

  it("nobody takes more because PMMA is late", () => {
    expect(instruction(sampleOf([finding("pmma")]))).toContain(
      "Do not take more because you feel nothing: it starts late.",
    );
  });

  it("methanol is not for starting with very little", () => {
    const drink = sampleOf([finding("methanol")], { form: "liquid", expectedSubstanceId: undefined });
    expect(instruction(drink)).toMatch(/^If you have it: do not drink it\.\nAfter drinking it/);
    expect(instruction(drink)).not.toContain("start with");
  });

  it("an opioid beside something else is named, with naloxone", () => {
    const mixed = sampleOf([finding("pmma"), finding("tramadol"), finding("caffeine")]);
    const text = draft(mixed).texts["en"];
    expect(text?.summary).toMatch(/Also found in it: .*tramadol/);
    expect(text?.instruction).toContain("Give naloxone if you have it.");
  });

  it.each([
    ["US-NY", "911"],
    ["AU-NSW", "000"],
    ["GB-SCT", "999"],
    ["PL-14", "112"],
  ])("in %s the number to call is %s", (area, number) => {
    const { texts } = draft(falseBenzodiazepine({ area }));
    expect(texts["en"]?.instruction).toContain(`call ${number} at once`);
    expect(texts["pl"]?.instruction).toContain(`zadzwoń pod ${number}`);
  });

  it.each(DANGERS)("the group $id is told in English and in Polish alike", (danger) => {
    expect(danger.steps.pl.length === 0).toBe(danger.steps.en.length === 0);
    for (const words of [danger.can, danger.signs, danger.wait, danger.emergency]) {
      expect(words.en).not.toBe("");
      expect(words.pl).not.toBe(words.en);
    }
    for (const words of [danger.emergency.en, danger.emergency.pl])
      expect(words.split("{call}").length).toBe(2);
  });

  it("every class that is named is a class of the catalogue, and every substance is in it", () => {
    const classes = new Set(shipped.catalogue.substanceClasses.map(({ id }) => id));
    expect(DANGERS.flatMap((danger) => danger.classes).filter((id) => !classes.has(id))).toEqual([]);
    expect(
      DANGERS.flatMap((danger) => danger.substances).filter((id) => !shipped.catalogue.byId(id)),
    ).toEqual([]);
  });
});

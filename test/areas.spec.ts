import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Area, Area as AreaSchema, AreaFile, AreaTree, wordsFor } from "../src/domain/area.ts";
import { emergencyNumber } from "../src/domain/emergency-number.ts";
import { Interest } from "../src/domain/interest.ts";
import { draftSample } from "../src/import/draft-sample.ts";
import { loadProfile } from "../src/import/load-profile.ts";
import { problemsOfAreas } from "../src/knowledge/check-areas.ts";
import { subscribePage } from "../src/render/subscribe-page.ts";
import { SITE } from "./support/invented-alerts.ts";

const file = new URL("../knowledge/areas.json", import.meta.url);
const { areas, source } = AreaFile.parse(JSON.parse(await readFile(file, "utf8")));
const tree = new AreaTree(areas);
const partsOf = (code: string): Area[] => areas.filter(({ parent }) => parent === code);
const found = (words: string[]): (string | undefined)[] => words.map((word) => tree.find(word)?.code);

const EUROPE =
  "AD AL AM AT AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SK SM TR UA VA XK";
/** Those that ISO 3166-2 does not divide. */
const UNDIVIDED = "FO GG GI IM JE VA XK";

describe("the areas that Tocsin ships", () => {
  it("hold together, and tell their sources", () => {
    expect(problemsOfAreas(areas)).toEqual([]);
    expect(source.join(" ")).toMatch(/ISO 3166-2.*Unicode CLDR/);
  });

  it("hold every country of Europe, each with its parts unless ISO has none", () => {
    for (const code of EUROPE.split(" ")) expect(tree.path(code), code).toEqual([code]);
    const undivided = EUROPE.split(" ").filter((code) => partsOf(code).length === 0);
    expect(undivided).toEqual(UNDIVIDED.split(" "));
  });

  it.each([
    ["AT", 9],
    ["AU", 8],
    ["CA", 13],
    ["CH", 26],
    ["CZ", 14],
    ["DE", 16],
    ["DK", 5],
    ["EE", 15],
    ["ES", 19],
    ["GB", 4],
    ["IE", 4],
    ["IT", 20],
    ["LT", 10],
    ["NO", 17],
    ["NZ", 17],
    ["PL", 16],
    ["RO", 42],
    ["SE", 21],
    ["TR", 81],
    ["UA", 27],
    ["US", 57],
  ])("%s has %i parts", (code, count) => expect(partsOf(code)).toHaveLength(count));

  it("have Polish names where Polish has one, and the local name elsewhere", () => {
    const polish = (codes: string): string[] => codes.split(" ").map((code) => tree.nameOf(code, "pl"));
    expect(polish("DE GB-ENG DE-BY CA-BC AT-9 UA-46 PL-14 US-NC")).toEqual([
      "Niemcy",
      "Anglia",
      "Bawaria",
      "Kolumbia Brytyjska",
      "Wiedeń",
      "Obwód lwowski",
      "Mazowieckie",
      "Karolina Północna",
    ]);
    expect(polish("SI-061 IE-C US-OH")).toEqual(["Lublana", "Connacht", "Ohio"]);
    const countries = new Intl.DisplayNames(["pl"], { type: "region" });
    for (const code of EUROPE.split(" ")) expect(tree.nameOf(code, "pl")).toBe(countries.of(code));
  });

  it("are named in English in a language that they have no name in", () => {
    expect(tree.nameOf("DE-BY", "de")).toBe("Bavaria");
    expect(tree.nameOf("ZZ", "pl")).toBe("ZZ");
  });

  it("know the old letter codes of the Polish voivodeships", () =>
    expect(
      found("PL-DS PL-KP PL-LU PL-LB PL-LD PL-MA PL-MZ PL-OP".split(" ")).concat(
        found("pl-pk pl-pd pl-pm pl-sl pl-sk pl-wn pl-wp pl-zp".split(" ")),
      ),
    ).toEqual(partsOf("PL").map(({ code }) => code)));

  it("are found by the name in either language, and by the codes that lands overseas have besides", () => {
    expect(found(["Lower Silesia", "Dolnośląskie", "województwo dolnośląskie"])).toEqual(
      Array(3).fill("PL-02"),
    );
    expect(found(["Bavaria", "bawaria", "Bayern"])).toEqual(Array(3).fill("DE-BY"));
    expect(found(["Włochy", "Italy", "Italia"])).toEqual(Array(3).fill("IT"));
    expect(found(["PR", "AX", "RE"])).toEqual(["US-PR", "FI-01", "FR-974"]);
  });

  it("are found by a name that is written with combining accents", () =>
    expect(tree.find("Łódzkie".normalize("NFD"))?.code).toBe("PL-10"));

  it("are not guessed at where two have the name", () => {
    expect(found(["Limburg", "Călărași", "Rabat"])).toEqual([undefined, undefined, undefined]);
    expect(found(["Georgia", "Georgia (United States)", "Gruzja"])).toEqual(["GE", "US-GA", "GE"]);
  });

  it("are each found by every code and name of theirs, and by no other's", () =>
    fc.assert(
      fc.property(fc.constantFrom(...areas), (area) => {
        for (const word of wordsFor(area))
          expect(found([word, ` ${word.toLowerCase()} `]), word).toEqual([area.code, area.code]);
      }),
    ));

  it("lead up to a country, one part of the code at a time", () => {
    for (const { code } of areas)
      expect(tree.path(code)).toEqual(
        code.split("-").map((_part, index, parts) => parts.slice(0, parts.length - index).join("-")),
      );
  });
});

describe("the health authorities of British Columbia", () => {
  it("lie in it", () => {
    expect(tree.path("CA-BC-IH")).toEqual(["CA-BC-IH", "CA-BC", "CA"]);
    expect(partsOf("CA-BC")).toHaveLength(5);
    expect(found(["Interior Health", "Island Health"])).toEqual(["CA-BC-IH", "CA-BC-VIH"]);
  });

  it("can be what a subscription asks for, and have the emergency number of their country", () => {
    expect(Interest.parse({ areas: ["CA-BC-VIH"] }).areas).toEqual(["CA-BC-VIH"]);
    expect(emergencyNumber("CA-BC-VIH")).toBe("911");
  });

  it("stand below it among the places to choose from, in the language of the site", () => {
    const page = subscribePage({ ...SITE, language: "pl" }, "the-key", areas, []);
    const choices = [...page.matchAll(/<option value="(CA-BC[^"]*)">([^<]*)</g)].map(([, code, name]) => [
      code,
      name,
    ]);
    expect(choices.slice(0, 3)).toEqual([
      ["CA-BC", "Kolumbia Brytyjska"],
      ["CA-BC-FH", "– Fraser Health (BC)"],
      ["CA-BC-IH", "– Interior Health (BC)"],
    ]);
    expect(page).toMatch(/<a href="\/feeds\/region\/CA-BC-IH.rss">Interior Health \(BC\)<\/a>/);
  });

  it.each([
    ["Interior Health", "CA-BC-IH"],
    ["Fraser Health", "CA-BC-FH"],
    ["Vancouver Coastal", "CA-BC-VCH"],
    ["Island Health", "CA-BC-VIH"],
    ["Northern Health", "CA-BC-NH"],
    ["", "CA-BC"],
    ["First Nations Health", "CA-BC"],
  ])('"%s" in the file of Drug Checking BC is %s', async (health_authority, code) => {
    const loaded = await loadProfile("bc-fentanyl-quant");
    if (loaded.outcome === "refused") throw new Error(loaded.because);
    const cells = { sample_id: "A1", visit_date: "2022-01-03", health_authority, fentanyl_pct: "14.0" };
    const row = { line: 2, cells };
    const drafted = draftSample(
      { profile: loaded.profile, areas: tree, organisationId: "o", now: new Date("2026-07-04T12:00:00Z") },
      { code: "A1", rows: [row], results: [row.cells] },
    );
    expect(drafted).toMatchObject({ outcome: "drafted", session: { area: code } });
  });
});

describe("a list of areas with a mistake in it", () => {
  const area = (code: string, more: object = {}): Area =>
    AreaSchema.parse({ code, names: { en: `${code} in English`, pl: `${code} po polsku` }, ...more });

  it.each([
    ["an unknown parent", [area("PL-14", { parent: "PL" })], [/its parent "PL" is not an area/]],
    ["a part without a parent", [area("PL"), area("PL-14")], [/its parent must be .*"PL"; it has none/]],
    [
      "a region below another area than its code tells",
      [area("CA"), area("CA-BC", { parent: "CA" }), area("CA-BC-IH", { parent: "CA" })],
      [/"CA-BC-IH": its parent must be the area with which its code begins, "CA-BC", not "CA"/],
    ],
    ["an area that lies in itself", [area("PL", { parent: "PL" })], [/is a country and lies in nothing/]],
    [
      "areas that lie in each other",
      [area("PL", { parent: "PL-14" }), area("PL-14", { parent: "PL" })],
      [/"PL": is a country and lies in nothing; leave out the parent "PL-14"/],
    ],
    [
      "an alias that is another's Polish name",
      [area("PL"), area("DE", { aliases: ["pl PO polsku"] })],
      [/area "DE": "pl PO polsku" already belongs to "PL"/],
    ],
    [
      "an alias that two have",
      [area("PL", { aliases: ["X"] }), area("DE", { aliases: ["x"] })],
      [/area "DE": "x" already belongs to "PL"; a name may mean only one area/],
    ],
    ["a code that appears twice", [area("PL"), area("PL")], [/area "PL": the code appears twice/]],
  ])("is refused for %s", (_mistake, list, problems) =>
    expect(problemsOfAreas(list)).toEqual(problems.map((problem) => expect.stringMatching(problem))),
  );

  it("is refused for a code that no area can have", () => {
    for (const code of ["pl", "POL", "PL-1234", "CA-BC-", "CA-BC-IH-1", "CA-BC-IHIHI"])
      expect(AreaSchema.safeParse({ code, names: { en: "x", pl: "x" } }).success, code).toBe(false);
  });
});

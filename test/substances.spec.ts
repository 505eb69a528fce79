import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Substance, SubstanceFile } from "../src/domain/substance.ts";
import { isCas, isUnii } from "../src/domain/substance-identifiers.ts";
import { loadKnowledge } from "../src/knowledge/load-knowledge.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const { catalogue } = shipped;
const knowledgeFolder = fileURLToPath(new URL("../knowledge", import.meta.url));
const { substances } = SubstanceFile.parse(
  JSON.parse(await readFile(join(knowledgeFolder, "substances.json"), "utf8")),
);
const inLaboratories = substances.filter(({ expectedOnly }) => !expectedOnly);
const psychoactive = inLaboratories.filter(({ role }) => role === "psychoactive");
const substance = (id: string): Substance => {
  const found = catalogue.byId(id);
  if (!found) throw new Error(`no substance ${id}`);
  return found;
};
const meaningOf = (name: string): string | undefined => {
  const found = catalogue.find(name);
  return found?.outcome === "resolved" ? found.substanceId : found?.meaning;
};

describe("a CAS number", () => {
  it.each(["50-36-2", "437-38-7", "14188-81-9", "2349358-81-0"])("%s fits its check digit", (cas) =>
    expect(isCas(cas)).toBe(true),
  );

  it.each(["50-36-3", "9/1/7143", "Not Available", "0050-36-2", "50-36-2 ", "66142-81", ""])(
    "%j is none",
    (text) => expect(isCas(text)).toBe(false),
  );

  it("has one check digit and no other", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 9_999_999 }),
        fc.integer({ min: 0, max: 99 }),
        (first, second) => {
          const start = `${first}-${String(second).padStart(2, "0")}`;
          const fitting = Array.from({ length: 10 }, (_, digit) => `${start}-${digit}`).filter(isCas);
          expect(fitting).toHaveLength(1);
        },
      ),
    ));
});

describe("a UNII", () => {
  it.each(["UF599785JZ", "Q88EHD0U8G", "I45R05QM0Z"])("%s fits its check character", (unii) =>
    expect(isUnii(unii)).toBe(true),
  );
  it.each(["UF599785JY", "uf599785jz", "UF599785J", ""])("%j is none", (text) =>
    expect(isUnii(text)).toBe(false),
  );
});

describe("the catalogue that Tocsin ships", () => {
  it("knows at least 700 substances that a laboratory can find", () =>
    expect(inLaboratories.length).toBeGreaterThanOrEqual(700));

  it("identifies at least six in ten of the psychoactive ones", () => {
    const identified = psychoactive.filter(({ identifiers }) => identifiers);
    expect(identified.length / psychoactive.length).toBeGreaterThanOrEqual(0.6);
  });

  it.each([
    ["cocaine", { cas: "50-36-2", inchikey: "ZPUCINDJVBIVPJ-LJISPDSOSA-N" }],
    ["fentanyl", { cas: "437-38-7", inchikey: "PJMPHNIQZUBGLI-UHFFFAOYSA-N", pubchemCid: 3345 }],
    ["eutylone", { cas: "802855-66-9" }],
    ["medetomidine", { cas: "86347-14-0" }],
  ])("gives %s the identifiers of the molecule without its salt", (id, identifiers) =>
    expect(substance(id).identifiers).toMatchObject(identifiers),
  );

  it("says how to say at least 80 names, those of the nitazenes among them", () => {
    expect(substances.filter(({ say }) => say).length).toBeGreaterThanOrEqual(80);
    expect(substance("metonitazene").say).toBe("MET-oh-NIGH-ta-zeen");
    for (const { say } of substances) if (say) expect(say).toMatch(/^[A-Za-z-]+( [A-Za-z-]+)*$/);
  });

  it("knows the Polish names of at least 150 substances, and finds each by it", () => {
    const named = substances.flatMap(({ id, names }) => (names?.pl ? [{ id, name: names.pl }] : []));
    expect(named.length).toBeGreaterThanOrEqual(150);
    for (const { id, name } of named) expect(meaningOf(name), name).toBe(id);
  });

  it.each([
    ["kokaina", "cocaine"],
    ["mefa", "mephedrone"],
    ["emka", "mdma"],
    ["feta", "amphetamine"],
    ["koks", "cocaine"],
    ["kwas", "lsd"],
    ["kwas benzoesowy", "benzoic-acid"],
    ["keta", "ketamine"],
    ["hera", "heroin"],
    ["Azithromycin", "azithromycin"],
    ["kavain", "kavain"],
    ["4-AcO-MET", "4-aco-met"],
    ["uncertain carbohydrate", "not-identified"],
  ])("knows that %j is %s", (name, id) => expect(meaningOf(name)).toBe(id));

  it("keeps PVP alone unresolved: it is a stimulant to some and a tablet binder to others", () =>
    expect(meaningOf("PVP")).toBeUndefined());

  it.each([
    ["lsd", 45, 90],
    ["mdma", 20, 70],
    ["dom", 120, 240],
  ])("tells when %s begins, from whom it knows", (id, fromMinutes, toMinutes) =>
    expect(substance(id).onset).toMatchObject({ fromMinutes, toMinutes, source: "TripSit (factsheet)" }),
  );

  it.each([
    ["cocaine", "hydrochloride", 0.893],
    ["amphetamine", "sulfate", 0.734],
    ["heroin", "hydrochloride", 0.91],
    ["fentanyl", "citrate", 0.637],
    ["2c-b", "hydrobromide", 0.763],
  ])("counts %s in its %s as %d of the mass", (id, salt, base) =>
    expect(substance(id).saltFactors).toContainEqual(expect.objectContaining({ salt, base })),
  );

  it.each(["amoxicillin", "omeprazole", "cetirizine", "erythritol", "acetone", "4-anpp", "norcocaine"])(
    "does not call %s psychoactive, so that it is no false mismatch",
    (id) => expect(substance(id).role).not.toBe("psychoactive"),
  );

  it.each([
    [
      "nitazene",
      "isotonitazene metonitazene etonitazene protonitazene butonitazene n-desethyl-isotonitazene n-pyrrolidino-etonitazene n-pyrrolidino-protonitazene etodesnitazene",
    ],
    [
      "fentanyl",
      "fentanyl p-fluorofentanyl ortho-methylfentanyl furanylfentanyl carfentanil acetylfentanyl cyclopropylfentanyl",
    ],
    ["veterinary-alpha-2-agonist", "xylazine medetomidine dexmedetomidine"],
    ["designer-benzodiazepine", "bromazolam ethylbromazolam phenazolam clonazolam etizolam flualprazolam"],
    [
      "synthetic-cannabinoid",
      "mdmb-4en-pinaca 5f-adb mdmb-inaca adb-butinaca 4f-mdmb-butinaca 5f-edmb-pica amb-fubinaca",
    ],
    ["pma-type", "pma pmma"],
    ["cathinone", "eutylone n-ethylpentylone dipentylone 4-cmc 3-cmc"],
    ["nbome", "25i-nbome 25b-nbome 25c-nbome"],
    ["nboh", "25b-nboh"],
    ["dox", "doc dom"],
    ["industrial-chemical", "btmps acetamiprid"],
    ["ketamine-analogue", "2f-2-oxo-pce 2f-dck"],
    ["anthelmintic", "levamisole tetramisole"],
    ["local-anaesthetic", "procaine lidocaine"],
    ["anticholinergic", "atropine scopolamine"],
    ["orphine", "brorphine cychlorphine spirochlorphine"],
  ])("has every member of %s that warnings name", (classId, members) => {
    for (const id of members.split(" ")) expect(catalogue.isInClass(id, classId), id).toBe(true);
  });
});

describe("a list of substances with a mistake in it is refused, naming file, place and what would be right", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin-substances-"));
    await cp(knowledgeFolder, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['"cas": "50-36-2"', '"cas": "50-36-3"', "identifiers.cas: is not a CAS number: its check digit"],
    ['"cas": "50-36-2"', '"cas": "437-38-7"', 'the CAS number 437-38-7 already belongs to "cocaine"'],
    ['"pubchemCid": 446220', '"pubchemCid": 3345', 'the PubChem CID 3345 already belongs to "cocaine"'],
    ["ZPUCINDJVBIVPJ-LJISPDSOSA-N", "ZPUCINDJVBIVPJ", "must be a standard InChIKey"],
    ["ZPUCINDJVBIVPJ-LJISPDSOSA-N", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", 'already belongs to "cocaine"'],
    ['"unii": "UF599785JZ"', '"unii": "UF599785JX"', "identifiers.unii: is not a UNII"],
    ['"sources": {"cas": "SWGDRUG monograph", ', '"sources": {', "must name a source for each identifier"],
    ['"names": {"pl": "kokaina"}', '"names": {"pl": "kokajna"}', '"kokajna" is not among the aliases'],
    ['"fromMinutes": 20, "toMinutes": 70', '"fromMinutes": 80, "toMinutes": 70', "must not end before it"],
    ['"base": 0.893', '"base": 89.3', "saltFactors[0].base: Too big"],
  ])("%s replaced by %s", async (from, to, message) => {
    const file = join(folder, "substances.json");
    const text = await readFile(file, "utf8");
    expect(text).toContain(from);
    await writeFile(file, text.replace(from, to));
    const loading = loadKnowledge(folder);
    await expect(loading).rejects.toThrow(file);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow(/substances\[\d+\]/);
  });
});

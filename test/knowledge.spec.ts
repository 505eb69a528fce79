import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Threshold } from "../src/domain/threshold-pack.ts";
import { loadKnowledge } from "../src/knowledge/load-knowledge.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const { areas, catalogue, methods, packs, versions } = shipped;
const thresholds = packs.flatMap((pack) => pack.thresholds);
const threshold = (id: string): Threshold => {
  const found = thresholds.find((one) => one.id === id);
  if (!found) throw new Error(`no threshold ${id}`);
  return found;
};

describe("methods", () => {
  it.each([
    ["GCMS", "gc-ms"],
    ["GC/MS", "gc-ms"],
    ["Derivatized GCMS", "gc-ms"],
    ["QTOF", "lc-ms"],
    ["LC-MS/MS", "lc-ms"],
    ["immunoassay strip", "immunoassay-strip"],
    ["FTIR", "ftir"],
    ["FTIR fentanyl quantification model", "ftir-quant"],
    ["unspecified-laboratory", "unspecified-laboratory"],
  ])("%j is %s", (name, id) => expect(methods.find(name)?.id).toBe(id));

  it("nobody knows a crystal ball", () => expect(methods.find("crystal ball")).toBeUndefined());

  it("strips, reagents and plain FTIR never give strength nor confirm identity", () => {
    for (const method of methods
      .all()
      .filter(({ id }) => id.endsWith("-strip") || id === "reagent" || id === "ftir"))
      expect(method).toMatchObject({ identity: "presumptive", quantity: false });
  });
});

describe("areas", () => {
  it("accepts the old letter codes of the Polish voivodeships", () => {
    expect(areas.find("pl-mz")?.code).toBe("PL-14");
    expect(areas.find("Łódzkie")?.code).toBe("PL-10");
    expect(areas.all().filter((area) => area.parent === "PL")).toHaveLength(16);
  });

  it("knows what an area lies in", () => expect(areas.path("CA-BC")).toEqual(["CA-BC", "CA"]));

  it("tells Georgia the country from Georgia the state", () => {
    expect(areas.find("Georgia")?.code).toBe("GE");
    expect(areas.nameOf("US-GA")).toBe("Georgia (United States)");
  });
});

describe("threshold packs", () => {
  it("adopts only what somebody has published; everything else is a proposal", () => {
    const adopted = packs.filter((pack) => pack.status === "adopted").map((pack) => pack.id);
    expect(adopted).toEqual(["ch-saferparty", "concern-groups"]);
    expect(packs.map((pack) => pack.id)).toEqual(expect.arrayContaining(["methanol", "mismatch"]));
  });

  it.each([
    ["mdma-tablet-above-120-mg", "mdma", "tablet", 120, "caution"],
    ["mdma-tablet-above-200-mg", "mdma", "tablet", 200, "warning"],
    ["lsd-blotter-above-150-ug", "lsd", "blotter", 0.15, "caution"],
    ["lsd-blotter-above-250-ug", "lsd", "blotter", 0.25, "warning"],
  ] as const)("%s is as saferparty.ch publishes it", (id, substance, form, aboveMg, level) =>
    expect(threshold(id)).toMatchObject({
      kind: "strength",
      substance,
      forms: [form],
      aboveMg,
      level,
      basis: "unspecified",
    }),
  );

  it("an opioid in what was sold as a benzodiazepine is red", () =>
    expect(threshold("benzodiazepine-holds-opioid")).toMatchObject({
      level: "red",
      classes: ["opioid"],
      whenExpected: { classes: ["benzodiazepine"] },
    }));

  it("carfentanil counts even where fentanyl was expected", () => {
    expect(threshold("fentanyl")).toMatchObject({ level: "warning", levelWhenExpected: null });
    expect(threshold("carfentanil")).not.toHaveProperty("levelWhenExpected");
  });

  it.each([
    [
      "nitazene",
      ["isotonitazene", "etodesnitazene", "n-pyrrolidino-protonitazene", "n-desethyl-isotonitazene"],
    ],
    [
      "fentanyl",
      [
        "fentanyl",
        "p-fluorofentanyl",
        "ortho-methylfentanyl",
        "furanylfentanyl",
        "carfentanil",
        "acetylfentanyl",
        "cyclopropylfentanyl",
      ],
    ],
    ["veterinary-alpha-2-agonist", ["xylazine", "medetomidine", "dexmedetomidine"]],
    [
      "designer-benzodiazepine",
      ["bromazolam", "ethylbromazolam", "phenazolam", "clonazolam", "etizolam", "flualprazolam"],
    ],
    [
      "synthetic-cannabinoid",
      [
        "mdmb-4en-pinaca",
        "5f-adb",
        "mdmb-inaca",
        "adb-butinaca",
        "4f-mdmb-butinaca",
        "5f-edmb-pica",
        "amb-fubinaca",
      ],
    ],
    ["pma-type", ["pma", "pmma"]],
    ["cathinone", ["eutylone", "n-ethylpentylone", "dipentylone", "4-cmc", "3-cmc"]],
    ["nbome", ["25i-nbome", "25b-nbome"]],
    ["nboh", ["25b-nboh"]],
    ["dox", ["doc", "dom"]],
    ["industrial-chemical", ["btmps", "acetamiprid"]],
    ["ketamine-analogue", ["2f-2-oxo-pce", "2f-dck"]],
  ])("the group %s holds its known members", (classId, members) => {
    for (const id of members) expect(catalogue.isInClass(id, classId), id).toBe(true);
  });

  it("gives every part a version", () =>
    expect(Object.keys(versions)).toEqual(
      expect.arrayContaining(["areas", "methods", "substances", ...packs.map((pack) => pack.id)]),
    ));

  it("mentions the share of base in MDMA hydrochloride with its source", () =>
    expect(catalogue.byId("mdma")?.saltFactors).toMatchObject([{ salt: "hydrochloride", base: 0.84 }]));
});

describe("knowledge with a mistake in it is refused, naming file, place and what would be right", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin-knowledge-"));
    await cp(fileURLToPath(new URL("../knowledge", import.meta.url)), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const replaceIn = async (name: string, from: string, to: string): Promise<void> => {
    const text = await readFile(join(folder, name), "utf8");
    expect(text).toContain(from);
    await writeFile(join(folder, name), text.replace(from, to));
  };

  it.each([
    [
      "packs/ch-saferparty.json",
      '"level": "caution"',
      '"level": "amber"',
      'thresholds[0].level: Invalid option: expected one of "information"|"caution"',
    ],
    ["packs/ch-saferparty.json", '"aboveMg": 120', '"aboveMg": -1', "thresholds[0].aboveMg"],
    [
      "packs/ch-saferparty.json",
      '"substance": "mdma"',
      '"substance": "mdna"',
      'thresholds[0] ("mdma-tablet-above-120-mg"): "mdna" is not a substance; use an id from substances.json',
    ],
    ["packs/ch-saferparty.json", '"substance": "mdma"', '"substance": "down"', "which no laboratory finds"],
    [
      "packs/ch-saferparty.json",
      '"id": "ch-saferparty"',
      '"id": "ch"',
      "name the file ch.json or change the id",
    ],
    [
      "packs/ch-saferparty.json",
      "mdma-tablet-above-200-mg",
      "mdma-tablet-above-120-mg",
      "the id appears twice",
    ],
    [
      "packs/concern-groups.json",
      '"classes": ["nitazene"]',
      '"classes": ["nitazine"]',
      '"nitazine" is not a class of substances',
    ],
    ["packs/concern-groups.json", '"classes": ["nitazene"]', '"classes": []', "names nothing to detect"],
    [
      "packs/concern-groups.json",
      '"whenExpected": {"substances": ["mdma"]}',
      '"whenExpected": {}',
      '"whenExpected" names nothing',
    ],
    [
      "packs/concern-groups.json",
      '"whenExpected": {"substances": ["mdma"]}',
      '"whenExpected": {"substances": ["mdmx"]}',
      '"mdmx" is not a substance',
    ],
    ["substances.json", '"role": "solvent"', '"role": "poison"', "role: Invalid option"],
    ["substances.json", '"classes": ["nitazene"]', '"classes": ["nitazine"]', '"nitazine" is not a class'],
    [
      "methods.json",
      '"aliases": ["FT-IR"',
      '"aliases": ["GCMS"',
      'method "gc-ms": "gc-ms" already belongs to "ftir"',
    ],
    ["areas.json", '"parent": "PL"', '"parent": "PX"', 'its parent "PX" is not an area'],
    ["areas.json", '"en": "Georgia (United States)"', '"en": "Georgia"', '"Georgia" already belongs to "GE"'],
    ["areas.json", '"version"', "version", "is not JSON"],
  ])("%s with %s replaced by %s", async (name, from, to, message) => {
    await replaceIn(name, from, to);
    const loading = loadKnowledge(folder);
    await expect(loading).rejects.toThrow(join(folder, name));
    await expect(loading).rejects.toThrow(message);
  });

  it("a missing file", async () => {
    await rm(join(folder, "methods.json"));
    await expect(loadKnowledge(folder)).rejects.toThrow(
      "methods.json: cannot be read; it must be there and readable",
    );
  });
});

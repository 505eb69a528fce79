import { v7 as uuidv7 } from "uuid";

type Json = Record<string, unknown>;

let count = 0;

/** A session in Mazowieckie, valid as it is; override one thing. */
export const aSession = (overrides: Json = {}): Json & { id: string } => ({
  id: uuidv7(),
  name: "Invented festival, first night",
  area: "PL-14",
  ...overrides,
});

export const anAnalysis = (findings: Json[], overrides: Json = {}): Json & { id: string } => ({
  id: uuidv7(),
  method: "lc-ms",
  analysedAt: new Date().toISOString(),
  findings,
  ...overrides,
});

/** An orange tablet expected to be MDMA and holding that much of it. */
export const aTablet = (sessionId: string, doseMg: number, overrides: Json = {}): Json & { id: string } => ({
  id: uuidv7(),
  sessionId,
  sampleCode: `T-${++count}`,
  expectedSubstance: "MDMA",
  form: "tablet",
  appearance: { colour: "orange", logo: "invented star" },
  weightMg: 410,
  analyses: [anAnalysis([{ substance: "MDMA", amount: { kind: "dose", value: doseMg, unit: "mg" } }])],
  ...overrides,
});

/** A tablet expected to be alprazolam that holds a nitazene: red. */
export const aFalseBenzodiazepine = (sessionId: string, overrides: Json = {}): Json & { id: string } => ({
  id: uuidv7(),
  sessionId,
  sampleCode: `B-${++count}`,
  expectedSubstance: "alprazolam",
  form: "tablet",
  appearance: { colour: "white" },
  analyses: [anAnalysis([{ substance: "metonitazene" }, { substance: "caffeine" }])],
  ...overrides,
});

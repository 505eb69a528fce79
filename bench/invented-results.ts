import { v7 as uuidv7 } from "uuid";

type Finding = Record<string, unknown> & { substance: string };

interface Kind {
  expectedSubstance: string;
  form: string;
  colours: string[];
  logos: string[];
  weightMg: number;
  /** Four findings, as laboratories write them. */
  findings: (vary: number) => [Finding, Finding, Finding, Finding];
}

const share = (value: number) => ({ kind: "percent-by-weight", value, basis: "salt" });

/** What is handed in on an ordinary night. Most of it crosses no threshold, some deserves a notice. */
const KINDS: readonly Kind[] = [
  {
    expectedSubstance: "MDMA",
    form: "tablet",
    colours: ["orange", "blue", "pink", "green"],
    logos: ["invented star", "invented moon", "invented fish"],
    weightMg: 410,
    findings: (vary) => [
      {
        substance: "MDMA",
        amount: { kind: "dose", value: 70 + (vary % 60), unit: "mg", basis: "base", uncertainty: 4 },
      },
      { substance: "caffeine", abundance: "minor" },
      { substance: "MDA", presence: "not-detected" },
      { substance: "PMMA", presence: "not-detected" },
    ],
  },
  {
    expectedSubstance: "cocaine",
    form: "powder",
    colours: ["white", "off-white"],
    logos: [],
    weightMg: 52,
    findings: (vary) => [
      { substance: "Cocaine hydrochloride", amount: share(45 + (vary % 50)) },
      { substance: vary % 3 === 0 ? "levamisole" : "mannitol", abundance: "minor" },
      { substance: "lidocaine", presence: vary % 4 === 0 ? "detected" : "not-detected" },
      { substance: "fentanyl", presence: "not-detected" },
    ],
  },
  {
    expectedSubstance: "ketamine",
    form: "crystal",
    colours: ["colourless", "white"],
    logos: [],
    weightMg: 30,
    findings: (vary) => [
      { substance: "ketamine", amount: share(70 + (vary % 29)) },
      { substance: "2-fluorodeschloroketamine", presence: "not-detected" },
      { substance: "caffeine", abundance: "trace" },
      { substance: "metonitazene", presence: "not-detected" },
    ],
  },
  {
    expectedSubstance: "amphetamine (speed)",
    form: "powder",
    colours: ["yellowish", "white"],
    logos: [],
    weightMg: 80,
    findings: (vary) => [
      { substance: "amphetamine", amount: share(8 + (vary % 40)) },
      { substance: "caffeine", amount: share(20 + (vary % 30)) },
      { substance: "creatine", abundance: "minor" },
      { substance: "methamphetamine", presence: "not-detected" },
    ],
  },
];

/** One finding in fifty has a name that no catalogue knows. */
const UNRESOLVED_EVERY = 50;
const FINDINGS_A_SAMPLE = 4;

const one = <T>(values: readonly T[], index: number): T | undefined => values[index % values.length];

let count = 0;

/** A session that samples are handed in at, and its area. */
export interface InventedSession {
  id: string;
  area: string;
}

/** So many different samples, spread over the sessions, valid as they are: one analysis with four findings each, 2 % of the names unknown. */
export function inventedResults(
  sessions: readonly InventedSession[],
  samples: number,
): Record<string, unknown>[] {
  return Array.from({ length: samples }, () => {
    const index = count++;
    const kind = one(KINDS, index) as Kind;
    const vary = Math.floor(index / KINDS.length);
    const session = one(sessions, vary) as InventedSession;
    const findings = kind.findings(vary);
    const unresolved = findings[UNRESOLVED_EVERY - 1 - ((index * FINDINGS_A_SAMPLE) % UNRESOLVED_EVERY)];
    if (unresolved) unresolved.substance = `4-fluoro-alpha-PiHP analogue ${vary % 97}`;
    const logo = one(kind.logos, vary);
    return {
      id: uuidv7(),
      sessionId: session.id,
      sampleCode: `S-${index}`,
      expectedSubstance: kind.expectedSubstance,
      form: kind.form,
      appearance: {
        colour: one(kind.colours, vary),
        ...(logo && { logo }),
        description: "edges worn, dry, no smell",
      },
      weightMg: kind.weightMg + (vary % 20),
      analyses: [{ id: uuidv7(), method: "lc-ms", analysedAt: new Date().toISOString(), findings }],
    };
  });
}

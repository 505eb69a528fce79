import type { Basis, DoseUnit } from "./amount.ts";
import { higherLevel, type Level } from "./level.ts";
import type { Grade } from "./method.ts";
import type { Form, Presence } from "./sample.ts";
import type { Threshold } from "./threshold-pack.ts";
import type * as z from "zod";

/** One finding with its name resolved and its method known. */
export interface AssessedFinding {
  name: string;
  substanceId: string | undefined;
  presence: Presence;
  abundance: "major" | "minor" | "trace" | undefined;
  amount:
    | {
        kind: "percent-by-weight";
        value: number;
        basis: Basis;
        uncertainty: number | undefined;
        estimated: boolean;
      }
    | {
        kind: "dose";
        value: number;
        unit: z.infer<typeof DoseUnit>;
        basis: Basis;
        uncertainty: number | undefined;
        estimated: boolean;
      }
    | undefined;
  methodId: string;
}

/** What matching and deciding may know of a sample: nothing about people or places finer than the area. */
export interface AssessedSample {
  id: string;
  revision: number;
  area: string;
  /** Who tested it. */
  organisationId: string;
  expectedName: string | undefined;
  expectedSubstanceId: string | undefined;
  form: Form;
  colour: string | undefined;
  logo: string | undefined;
  /** When the newest result was obtained. */
  resultAt: Date;
  findings: AssessedFinding[];
}

/** A threshold crossed, with everything needed to explain it years later. */
export interface Match {
  packId: string;
  packVersion: string;
  packStatus: "proposed" | "adopted";
  ruleId: string;
  /** Place of the rule in its pack, 0 first: a pack lists first what weighs most. */
  rulePlace: number;
  kind: Threshold["kind"];
  /** The substance that the match is about. */
  substanceId: string;
  level: Level;
  grade: Grade;
  methodId: string;
  /** The numbers compared, with units in their names. */
  inputs: Record<string, string | number | boolean>;
  /** One sentence with numbers, units, source and method. */
  reason: string;
}

/** The highest level of some matches; without any, the lowest there is. */
export const highestLevel = (matches: readonly Match[]): Level =>
  matches.reduce<Level>((highest, match) => higherLevel(highest, match.level), "information");

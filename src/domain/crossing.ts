import type { Basis } from "./amount.ts";
import { type Level, LEVELS, rankOf } from "./level.ts";
import type { AssessedFinding } from "./match.ts";
import type { Substance } from "./substance.ts";

/** A measured value beside a limit, both in the same unit. */
export interface Crossing {
  how: "clearly" | "within-uncertainty" | "only-on-the-other-basis";
  /** The value on the other basis, when the limit was compared with that one. */
  converted?: { value: number; basis: Basis };
}

type Measured = Pick<NonNullable<AssessedFinding["amount"]>, "value" | "uncertainty" | "basis">;

/** Without the last binary digits: 100.8 mg of base are 120 mg of salt, not a hair more. */
const exact = (value: number): number => Number(value.toPrecision(12));

/** The value counted on the other basis. Undefined unless we know exactly one salt of the substance. */
function onOtherBasis({ value, basis }: Measured, { saltFactors }: Substance): Crossing["converted"] {
  const [factor, another] = saltFactors ?? [];
  if (!factor || another || basis === "unspecified") return undefined;
  return basis === "salt"
    ? { value: exact(value * factor.base), basis: "base" }
    : { value: exact(value / factor.base), basis: "salt" };
}

/**
 * Whether and how a measured value lies above a limit. Strict: equal does not cross. Like is compared with like: a limit for
 * the base with a number for the salt only when it can be converted. A limit that names no basis is compared with the number
 * as it stands; when only the number on the other basis lies above it, the crossing is a doubtful one, as it is when the
 * stated uncertainty reaches back to the limit.
 */
export function crossing(
  measured: Measured,
  limit: { value: number; basis: Basis },
  substance: Substance,
): Crossing | undefined {
  const { value, uncertainty = 0, basis } = measured;
  const other = onOtherBasis(measured, substance);
  const isLike = limit.basis === "unspecified" || limit.basis === basis;
  if (!isLike && other?.basis !== limit.basis) return undefined;
  const compared = isLike ? value : (other?.value ?? value);
  const converted = isLike || !other ? {} : { converted: other };
  if (compared > limit.value) {
    const doubt = uncertainty * (compared / value);
    return { how: compared - doubt > limit.value ? "clearly" : "within-uncertainty", ...converted };
  }
  return limit.basis === "unspecified" && other && other.value > limit.value
    ? { how: "only-on-the-other-basis", converted: other }
    : undefined;
}

/** A doubtful crossing counts one level less. */
export const levelOf = ({ how }: Crossing, level: Level): Level =>
  how === "clearly" ? level : (LEVELS[Math.max(0, rankOf(level) - 1)] ?? level);

/** What makes a crossing doubtful, for the end of a reason; nothing when it is clear. `say` writes a value with its unit. */
export function sayDoubt(
  { how, converted }: Crossing,
  { uncertainty = 0 }: Pick<Measured, "uncertainty">,
  say: (value: number) => string,
): string {
  switch (how) {
    case "clearly":
      return "";
    case "within-uncertainty":
      return `, within the stated uncertainty of ${say(uncertainty)}`;
    case "only-on-the-other-basis":
      return `, but only when counted as ${converted?.basis ?? "unspecified"}`;
  }
}

/** " (as base; 125 mg as salt)"; nothing where the basis is not known. */
export function sayBasis(
  { converted }: Crossing,
  { basis }: Pick<Measured, "basis">,
  say: (value: number) => string,
): string {
  if (basis === "unspecified") return "";
  return converted ? ` (as ${basis}; ${say(converted.value)} as ${converted.basis})` : ` (as ${basis})`;
}

import type { AssessedFinding } from "./match.ts";

/** Four digits are more than any method here can claim. */
export const number = (value: number): string => String(Number(value.toPrecision(4)));

/** Micrograms below one milligram, as people speak of them. */
export const dose = (mg: number): string => (mg < 1 ? `${number(mg * 1000)} µg` : `${number(mg)} mg`);

/** " (as base)", or nothing where the basis is not known. */
export const asBasis = (amount: NonNullable<AssessedFinding["amount"]>): string =>
  amount.basis === "unspecified" ? "" : ` (as ${amount.basis})`;

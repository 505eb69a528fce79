import type { Grade } from "../domain/method.ts";

const SENTENCES: Record<Grade, string> = {
  presumptive: "Preliminary. A first test points to it; it is not confirmed yet.",
  "confirmed-identity": "What it is has been confirmed. How much of it there is has not.",
  "confirmed-quantity": "Confirmed: both what it is and how much of it there is.",
};

/** How sure a result is, for everybody. */
export const sayGrade = (grade: Grade): string => SENTENCES[grade];

import type { Grade } from "./method.ts";

/** How sure a result is, in the words of reasons and alerts. */
export function gradeInWords(grade: Grade): string {
  switch (grade) {
    case "presumptive":
      return "presumptive";
    case "confirmed-identity":
      return "confirmed identity";
    case "confirmed-quantity":
      return "confirmed quantity";
  }
}

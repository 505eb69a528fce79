import type { Level } from "../domain/level.ts";

/** What a level is called and what it means, for everybody. */
export const LEVEL_WORDS: Record<Level, { name: string; meaning: string }> = {
  information: { name: "Information", meaning: "Good to know. Nothing acute." },
  caution: { name: "Caution", meaning: "Take more care than usual." },
  warning: { name: "Warning", meaning: "Serious harm is likely if you do not know this." },
  red: { name: "Red alert", meaning: "Acute danger to life." },
};

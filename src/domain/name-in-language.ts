import type { DraftLanguage } from "./draft-language.ts";
import type { Knowledge } from "./knowledge.ts";

/** The preferred name of a substance; in Polish where it has one of its own, else as in English. The id where it is unknown. */
export function substanceNameIn(
  language: DraftLanguage,
  { catalogue }: Knowledge,
  substanceId: string,
): string {
  const substance = catalogue.byId(substanceId);
  return (language === "pl" ? substance?.names?.pl : undefined) ?? substance?.name ?? substanceId;
}

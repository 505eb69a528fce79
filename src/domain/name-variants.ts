import { foldName, foldWords } from "./fold-name.ts";

/** Words that name the salt or the form of a salt, not another substance. Esters ("acetate", "enantate") are not among them. */
const SALT_WORDS = new Set(
  `hydrochloride dihydrochloride hcl hydrobromide hbr sulfate sulphate phosphate citrate tartrate bitartrate maleate fumarate
   succinate oxalate mesylate besylate sodium potassium monohydrate dihydrate hemihydrate anhydrous freebase base salt
   chlorowodorek siarczan fosforan cytrynian`.split(/\s+/),
);

/** The key without salt words at its end ("Promethazine hydrochloride"), or undefined when there are none. */
export function keyWithoutSalt(name: string): string | undefined {
  const words = foldWords(name);
  let length = words.length;
  while (length > 1 && SALT_WORDS.has(words[length - 1] ?? "")) length--;
  if (length === words.length) return undefined;
  if (words[length - 1] === "free" && length > 1) length--;
  return words.slice(0, length).join("");
}

/**
 * The keys of all names in "Name (another name; a third)", or undefined when nothing is in brackets at the end.
 * They help only if all mean the same: "heroin (not detected)" and "APB (isomer not determined)" must stay unresolved.
 */
export function keysInAndBeforeBrackets(name: string): string[] | undefined {
  const parts = /^([^()]+)\(([^()]+)\)\s*$/u.exec(name);
  const [, before, within] = parts ?? [];
  if (before === undefined || within === undefined) return undefined;
  return [before, ...within.split(";")].map(foldName);
}

import type { InEachLanguage } from "./draft-language.ts";

/** What a group of substances can do, and what helps. Whole sentences, except where it says otherwise. */
export interface Danger {
  id: string;
  /** Classes and single substances that it speaks of, by their ids in the catalogue. */
  classes: readonly string[];
  substances: readonly string[];
  can: InEachLanguage<string>;
  /** A list without a full stop, to stand after "Danger signs:". */
  signs: InEachLanguage<string>;
  /** Said instead of "have it tested, start with very little", where even that would be too much. */
  insteadOfTaking?: InEachLanguage<string>;
  /** How long to wait before any more, to stand after "wait". */
  wait: InEachLanguage<string>;
  /** What not to mix it with, where more can be said than for any substance. */
  mixing?: InEachLanguage<string>;
  /** True where the steps already warn of taking more because nothing is felt yet. */
  startsLate?: true;
  /** What else to do, one instruction each. */
  steps: InEachLanguage<readonly string[]>;
  /** When to call for help, and what to do until it comes; `{call}` stands for the emergency number. */
  emergency: InEachLanguage<string>;
}

import type { Decision } from "./decide-alert.ts";

const SENTENCES: Record<Decision["reason"], string> = {
  "nothing-matched": "No threshold was crossed. That is not proof that anything is without risk.",
  "below-alert-level":
    "It concerns this sample and those who handed it in; it is below the level of public alerts.",
  "first-of-its-group": "A draft alert was opened: nothing like it is known here yet.",
  "outside-the-window": "A draft alert was opened: the last one like it lies more than 14 days apart.",
  "earlier-one-ended": "A draft alert was opened: an earlier one like it has ended.",
  cluster:
    "A draft alert was opened: alone it would concern this sample only, but others like it came within 14 days.",
  "level-raised": "It belongs to a known alert and raises its level: new words are drafted.",
  "grade-raised": "It belongs to a known alert and makes it surer: new words are drafted.",
  "identity-refined":
    "It belongs to a known alert and says more exactly what was found: new words are drafted.",
  "new-sample": "It belongs to a known alert and adds to its evidence.",
  "rejected-recently":
    "A reviewer rejected the same thing at this level less than 14 days ago: no draft was opened.",
};

/** Why a sample was dealt with as it was, for people. */
export const sayDecision = (reason: string): string => SENTENCES[reason as Decision["reason"]] ?? reason;

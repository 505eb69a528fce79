import type { Danger } from "./danger.ts";
import { OTHER_DANGERS, UNKNOWN_DANGER } from "./other-dangers.ts";
import { SEDATING_DANGERS } from "./sedating-dangers.ts";
import { STIMULATING_DANGERS } from "./stimulating-dangers.ts";

/** Special groups stand before the general ones that hold them: the first that fits is said. */
export const DANGERS: readonly Danger[] = [
  ...SEDATING_DANGERS,
  ...STIMULATING_DANGERS,
  ...OTHER_DANGERS,
  UNKNOWN_DANGER,
];

/** A substance with its classes, their parents among them. */
export interface Classified {
  id: string;
  classes: readonly string[];
}

const dangerOf = ({ id, classes }: Classified): Danger =>
  DANGERS.find(
    (danger) => danger.substances.includes(id) || danger.classes.some((one) => classes.includes(one)),
  ) ?? UNKNOWN_DANGER;

/**
 * What to say of what an alert is about, and of an opioid beside it: whatever else is in it, somebody may stop breathing, and
 * naloxone can help. One or two, the chief one first.
 */
export function chooseDangers(chief: Classified, beside: readonly Classified[]): [Danger, ...Danger[]] {
  const first = dangerOf(chief);
  const opioid = beside.map(dangerOf).find(({ id }) => id === "opioid");
  const saysNaloxone = ["opioid", "alpha-2-agonist", "benzodiazepine"].includes(first.id);
  return opioid && !saysNaloxone ? [first, opioid] : [first];
}

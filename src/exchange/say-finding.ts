import type { Knowledge } from "../domain/knowledge.ts";
import type { AssessedFinding } from "../domain/match.ts";
import { number } from "../domain/say-amount.ts";

/** "MDMA 210 mg (base), LC-MS"; a substance that is not in our list stands with the laboratory's own word. */
export function sayFinding(
  { name, substanceId, abundance, amount, methodId }: AssessedFinding,
  { catalogue, methods }: Knowledge,
): string {
  const substance = (substanceId === undefined ? undefined : catalogue.byId(substanceId)?.name) ?? name;
  const unit = amount?.kind === "dose" ? amount.unit : "% by weight";
  const quantity = amount
    ? ` ${amount.estimated ? "about " : ""}${number(amount.value)} ${unit}${amount.basis === "unspecified" ? "" : ` (${amount.basis})`}`
    : "";
  return `${substance}${quantity}${abundance ? `, ${abundance}` : ""}, ${methods.find(methodId)?.name ?? methodId}`;
}

import { ThresholdPack } from "../src/domain/threshold-pack.ts";

/** So many rules of every kind that names substances, none of which concerns a sample without these substances and classes. */
export function inventRules(count: number, substances: readonly string[]): ThresholdPack {
  const rule = { level: "warning", cite: "invented", source: "invented" };
  const thresholds = Array.from({ length: count }, (_, index) => {
    const substance = substances[index % substances.length];
    const other = substances[(index * 7 + 1) % substances.length];
    const named = { ...rule, id: `invented-${index}` };
    switch (index % 5) {
      case 0:
        return {
          ...named,
          kind: "strength",
          substance,
          forms: ["tablet"],
          aboveMg: 1 + (index % 300),
          basis: "unspecified",
        };
      case 1:
        return {
          ...named,
          kind: "percent-by-weight",
          substance,
          abovePercent: 1 + (index % 90),
          basis: "unspecified",
        };
      case 2:
        return { ...named, kind: "late-onset", substances: [substance] };
      case 3:
        return {
          ...named,
          kind: "combination",
          first: { substances: [substance] },
          second: { substances: [other] },
        };
      default:
        return { ...named, kind: "any-detection", substances: [substance] };
    }
  });
  return ThresholdPack.parse({
    id: "invented",
    version: "1",
    language: "en",
    title: "Invented rules",
    status: "proposed",
    source: "invented",
    thresholds,
  });
}

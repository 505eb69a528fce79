import type { AreaTree } from "./area.ts";
import type { HelpLine } from "./help-line.ts";
import type { MethodList } from "./method-list.ts";
import type { SubstanceCatalogue } from "./substance-catalogue.ts";
import type { ThresholdPack } from "./threshold-pack.ts";

/** Everything the system knows before the first sample arrives, validated as a whole. */
export interface Knowledge {
  catalogue: SubstanceCatalogue;
  methods: MethodList;
  areas: AreaTree;
  packs: ThresholdPack[];
  helpLines: readonly HelpLine[];
  /** Version by part: "substances", "methods", "areas", "help-lines", and each pack by its id. */
  versions: Record<string, string>;
}

import type { Knowledge } from "../domain/knowledge.ts";
import type { Threshold, ThresholdPack } from "../domain/threshold-pack.ts";
import { sayThreshold } from "./say-threshold.ts";

const INTRODUCTION = `# Every threshold that Tocsin ships

This page is made from \`knowledge/packs\` by \`npm run docs\`; a spec checks that it is current. How a pack is written, read by
others, adopted and tried on the past is told in [threshold-packs.md](threshold-packs.md).

A limit is strict: a value equal to it does not cross it. A draft that rests on a pack that is only proposed says so.`;

/** docs/thresholds.md: one table for each pack, one line for each threshold, in the order of the files. */
export const thresholdsPage = (knowledge: Knowledge): string =>
  `${[INTRODUCTION, ...knowledge.packs.map((pack) => packSection(pack, knowledge))].join("\n\n")}\n`;

function packSection(pack: ThresholdPack, knowledge: Knowledge): string {
  const where = (pack.areas ?? []).map((code) => knowledge.areas.nameOf(code)).join(", ");
  return [
    `## ${pack.title}`,
    [
      `\`${pack.id}\`, version ${pack.version}, ${pack.status}.${where === "" ? "" : ` Holds in ${where} only.`}`,
      ...(pack.note === undefined ? [] : [pack.note]),
      `Source: ${pack.source}.`,
    ].join("\n"),
    [
      "| Rule | What | Value | Level | Source | Note |",
      "| --- | --- | --- | --- | --- | --- |",
      ...pack.thresholds.map((threshold) => line(threshold, knowledge)),
    ].join("\n"),
  ].join("\n\n");
}

function line(threshold: Threshold, knowledge: Knowledge): string {
  const { what, value } = sayThreshold(threshold, knowledge);
  const { id, level, source, note = "" } = threshold;
  const cells = [`\`${id}\``, what, value, level, source, note];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

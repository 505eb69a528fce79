import { writeFile } from "node:fs/promises";
import { loadKnowledge } from "./load-knowledge.ts";
import { thresholdsPage } from "./thresholds-page.ts";

// The pages under docs/ that are made from knowledge/: run by `npm run docs` after a change there.
const page = new URL("../../docs/thresholds.md", import.meta.url);
await writeFile(page, thresholdsPage(await loadKnowledge()));

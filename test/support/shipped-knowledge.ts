import { loadKnowledge } from "../../src/knowledge/load-knowledge.ts";

/** The knowledge that Tocsin ships, loaded once for a spec file. */
export const shipped = await loadKnowledge();

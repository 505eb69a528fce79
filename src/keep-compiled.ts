import { enableCompileCache } from "node:module";
import path from "node:path";

/**
 * Keeps what the compiler makes of our files and of the packages, so that later starts need a quarter of a second less, of half a
 * second of processor time. In a folder of our own: in the system's, others could put code under our names. Where it cannot be
 * written, nothing is kept. Must run before whatever it is for is imported.
 */
export const keepCompiled = (): void => {
  enableCompileCache(path.join(import.meta.dirname, "../node_modules/.cache/compiled"));
};

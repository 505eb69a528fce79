import type { AlertReader, Snapshot } from "../domain/published-alert.ts";
import { type PrepareDeps, prepareDocument, type RenderedDocument } from "./prepare-document.ts";
import type { ServedDocument } from "./served-document.ts";

export interface DocumentCacheDeps extends PrepareDeps {
  reader: AlertReader;
  /** Renders what is at a path; undefined when nothing is. */
  render: (path: string, snapshot: Snapshot, now: Date) => Promise<RenderedDocument | undefined>;
  /** What is wrong with a document, found out by other code than wrote it. */
  check: (document: RenderedDocument) => string | undefined;
  now: () => Date;
  onFault: (path: string, why: string) => void;
}

export interface DocumentCache {
  get(path: string): Promise<ServedDocument | undefined>;
  /** What lies ready and still holds for this version of what was published, at once; undefined when it has to be rendered. */
  ready(path: string, version: string): ServedDocument | undefined;
}

interface Kept {
  document: ServedDocument;
  version: string;
  changesAtMs: number;
}

/** More feeds than people follow; whoever asks for all of them must not fill the memory. */
const MOST_DOCUMENTS = 2_000;
const TRIED_AGAIN_MS = 5_000;

/**
 * Renders each document once for each version of what was published, when it is first asked for, however many ask at once. One
 * that cannot be rendered, or that does not pass the check, never replaces the last good one.
 */
export function openDocumentCache(deps: DocumentCacheDeps): DocumentCache {
  const { reader, now } = deps;
  /** Asked for longest ago first. */
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<ServedDocument | undefined>>();

  const holds = (one: Kept | undefined, version: string): one is Kept =>
    one !== undefined && one.version === version && now().getTime() < one.changesAtMs;

  const keep = (path: string, one: Kept): ServedDocument => {
    kept.delete(path);
    kept.set(path, one);
    const [oldest] = kept.size > MOST_DOCUMENTS ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    return one.document;
  };

  const renew = async (path: string, snapshot: Snapshot): Promise<ServedDocument | undefined> => {
    const lastGood = kept.get(path);
    try {
      const rendered = await deps.render(path, snapshot, now());
      if (!rendered) return undefined;
      if (rendered.faults) deps.onFault(path, `${rendered.faults} entries could not be told in full`);
      const wrong = deps.check(rendered);
      if (wrong !== undefined) throw new Error(wrong);
      return keep(path, {
        document: await prepareDocument(rendered, deps),
        version: snapshot.version,
        changesAtMs: rendered.changesAt?.getTime() ?? Number.POSITIVE_INFINITY,
      });
    } catch (error) {
      deps.onFault(path, error instanceof Error ? error.message : "unknown fault");
      if (!lastGood) throw error;
      // Tried again soon, but not with every request.
      const changesAtMs = now().getTime() + TRIED_AGAIN_MS;
      return keep(path, { document: lastGood.document, version: snapshot.version, changesAtMs });
    }
  };

  return {
    async get(path) {
      const snapshot = await reader.snapshot();
      const known = kept.get(path);
      if (holds(known, snapshot.version)) return keep(path, known);
      const key = `${snapshot.version} ${path}`;
      const renewing = underWay.get(key) ?? renew(path, snapshot).finally(() => underWay.delete(key));
      underWay.set(key, renewing);
      return renewing;
    },
    ready(path, version) {
      const known = kept.get(path);
      return holds(known, version) ? known.document : undefined;
    },
  };
}

/** An absolute http or https address in the parts that sending needs. */
export interface Endpoint {
  /** As in `URL.origin`. */
  origin: string;
  /** The address without its path: one object for all endpoints of an origin. */
  server: URL;
  /** Path and query, never empty. */
  path: string;
}

/** Nothing but scheme, host and port before the path, and nothing that a parser would have to encode. */
const PLAIN = /^(https?:\/\/[a-z0-9.-]+(?::[0-9]+)?)(\/[\w.~:%/?=&+-]*)$/;
const MOST_ORIGINS = 1_000;
/** What was parsed, by what stands before the path. */
const known = new Map<string, Omit<Endpoint, "path">>();

/**
 * Takes an address apart. Push services have few origins and millions of paths, so an origin is parsed once; whatever does not
 * look plain is parsed as a whole. Undefined: not an absolute http(s) address.
 */
export function readEndpoint(address: string): Endpoint | undefined {
  const [, start, path] = PLAIN.exec(address) ?? [];
  if (start === undefined || path === undefined) {
    const url = URL.parse(address);
    return url && isHttp(url)
      ? { origin: url.origin, server: url, path: url.pathname + url.search }
      : undefined;
  }
  const seen = known.get(start);
  if (seen) return { ...seen, path };
  const server = URL.parse(start);
  if (!server) return undefined;
  if (known.size >= MOST_ORIGINS) known.clear();
  known.set(start, { origin: server.origin, server });
  return { origin: server.origin, server, path };
}

const isHttp = ({ protocol }: URL): boolean => protocol === "https:" || protocol === "http:";

/** What a Worker is given by `wrangler.toml`; of the platform's interfaces only what we use. No secret, no database. */
export interface EdgeEnvironment {
  /** Origin of the service itself, for example "https://desk.example.org". Not the address that people use: that is this Worker's. */
  ORIGIN_URL: string;
  COPY: KeyValueStore;
  /** The files of `src/static`. */
  ASSETS: { fetch(request: Request): Promise<Response> };
}

/** Workers KV: the same everywhere within about a minute. */
export interface KeyValueStore {
  getWithMetadata(key: string, type: "text"): Promise<{ value: string | null; metadata: unknown }>;
  put(key: string, value: string, options: { metadata: unknown }): Promise<void>;
}

interface ProblemBody {
  type?: string;
  title?: string;
  detail?: string;
  errors?: readonly { pointer: string; detail: string }[];
}

/** Why a request was refused (RFC 9457). Go by `kind`, not by the words. */
export class TocsinProblem extends Error {
  override name = "TocsinProblem";
  readonly status: number;
  /** What stands behind urn:tocsin:problem: and stays the same from release to release. */
  readonly kind: string;
  readonly errors: readonly { pointer: string; detail: string }[];
  /** Seconds to wait before it is tried again; undefined when waiting does not help. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, body: ProblemBody, retryAfter: string | null) {
    super([body.title ?? `The server answered ${status}`, body.detail].filter(Boolean).join(". "));
    this.status = status;
    this.kind = (body.type ?? "").replace("urn:tocsin:problem:", "");
    this.errors = body.errors ?? [];
    this.retryAfterSeconds = retryAfter === null ? undefined : Number(retryAfter);
  }
}

export interface ClientOptions {
  /** Origin of the installation, without a slash at the end. */
  baseUrl: string;
  /** A key, or the management token of a subscription. Public alerts need none. */
  key?: string;
  /** Another way to make requests than the platform's own. */
  fetch?: typeof fetch;
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** Makes requests: path with its names filled in, query without what is undefined. Throws TocsinProblem when one is refused. */
export const openRequests =
  ({ baseUrl, key, fetch: send = fetch }: ClientOptions) =>
  async <T>(
    method: string,
    path: string,
    { query = {}, body }: { query?: Query; body?: unknown } = {},
  ): Promise<T> => {
    const address = new URL(baseUrl + path);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) address.searchParams.set(name, String(value));
    const headers: Record<string, string> = { accept: "application/json" };
    if (key !== undefined) headers["authorization"] = `Bearer ${key}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await send(address, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /^application\/(\w+\+)?json/.test(answer.headers.get("content-type") ?? "");
    const value: unknown = isJson && text !== "" ? JSON.parse(text) : undefined;
    if (!answer.ok) throw new TocsinProblem(answer.status, value ?? {}, answer.headers.get("retry-after"));
    return value as T;
  };

/** Every page of a list, one after the other: `for await (const page of eachPage((position) => tocsin.listAlerts({ ...position, updated_since })))`. */
export async function* eachPage<Page extends { nextCursor: string | null }>(
  ask: (position: { cursor?: string }) => Promise<Page>,
): AsyncGenerator<Page> {
  let page = await ask({});
  yield page;
  while (page.nextCursor !== null) {
    page = await ask({ cursor: page.nextCursor });
    yield page;
  }
}

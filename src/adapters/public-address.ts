import type { LookupAddress, LookupAllOptions } from "node:dns";
import { Resolver } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

type Found = (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void;

/** Finds all addresses of a name, as `lookup` of node:dns does. */
export type Resolve = (hostname: string, options: LookupAllOptions, found: Found) => void;

const dns = new Resolver({ timeout: 2_000, tries: 2 });

/**
 * Asks the name servers themselves. `lookup` of node:dns has two threads for it: a few names that nobody answers for would keep
 * those of every push service waiting. What this machine's hosts file says is for nobody outside, and so plays no part.
 */
export const resolveByDns: Resolve = (hostname, _options, found) => void askNameServers(hostname, found);

async function askNameServers(hostname: string, found: Found): Promise<void> {
  const answers = await Promise.allSettled([dns.resolve4(hostname), dns.resolve6(hostname)]);
  const addresses = answers.flatMap((answer, index) =>
    answer.status === "fulfilled"
      ? answer.value.map((address) => ({ address, family: index === 0 ? 4 : 6 }))
      : [],
  );
  const [failed] = answers.flatMap((answer) =>
    answer.status === "rejected" ? [answer.reason as NodeJS.ErrnoException] : [],
  );
  found(addresses.length > 0 ? null : (failed ?? null), addresses);
}

class NotPublic extends Error {
  override name = "NotPublic";
}

const isPublic = (address: string): boolean => ipaddr.process(address).range() === "unicast";

/** Whether the host of a URL is an address literal that is not public; such a host is never looked up. */
export const isPrivateLiteral = ({ hostname }: URL): boolean => {
  const literal = hostname.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(literal) && !isPublic(literal);
};

/**
 * Where a name leads at this moment; `unknown` when nobody says so within `patienceMs`. What is public now may be private at the
 * next look-up, so this spares people a mistake and guards nothing: every connection is guarded by `publicLookup`.
 */
export const whereLeads = (
  hostname: string,
  resolve: Resolve,
  patienceMs: number,
): Promise<"outside" | "not-public" | "unknown"> =>
  new Promise((settle) => {
    const timer = setTimeout(settle, patienceMs, "unknown");
    resolve(hostname, { all: true }, (error, addresses) => {
      clearTimeout(timer);
      if (error || !addresses[0]) settle("unknown");
      else settle(addresses.every(({ address }) => isPublic(address)) ? "outside" : "not-public");
    });
  });

/**
 * A look-up for connections that refuses a name when any of its addresses is not public, so that no endpoint leads into the
 * operator's own network. The connection is made to an address that was looked at here, not to one found later.
 */
export function publicLookup(resolve: Resolve): LookupFunction {
  // A hundred connections to one name ask for it once.
  const underWay = new Map<string, Found[]>();
  const lookUp = (hostname: string, options: LookupAllOptions, found: Found) => {
    const others = underWay.get(hostname);
    if (others) return void others.push(found);
    const asking = [found];
    underWay.set(hostname, asking);
    resolve(hostname, options, (error, addresses) => {
      underWay.delete(hostname);
      for (const tell of asking) tell(error, addresses ?? []);
    });
  };
  return (hostname, options, callback) =>
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses;
      if (error) callback(error, "", 0);
      else if (!first || !addresses.every(({ address }) => isPublic(address)))
        callback(new NotPublic(`${hostname} is not a public address`), "", 0);
      else if (options.all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
}

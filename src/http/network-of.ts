import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import ipaddr from "ipaddr.js";

/** Behind these stands a proxy of our own, or the Tor service on this machine, not whoever asks. */
const OWN_RANGES = new Set(["loopback", "private", "uniqueLocal", "linkLocal", "carrierGradeNat"]);
const V4_BITS = 24;
const V6_BITS = 64;

/**
 * The network that a request comes from, as a name: its /24, or its /64. Behind a proxy of our own it is what the proxy wrote last into
 * `X-Forwarded-For`. Undefined when nobody can tell; such requests are not told apart, and so not limited.
 */
export function networkOf(c: Context): string | undefined {
  const direct = parse(remoteAddress(c));
  if (!direct) return undefined;
  const address = OWN_RANGES.has(direct.range())
    ? parse(c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim())
    : direct;
  if (!address || OWN_RANGES.has(address.range())) return undefined;
  const bits = address.kind() === "ipv4" ? V4_BITS : V6_BITS;
  const bytes = address.toByteArray().map((byte, index) => (index * 8 < bits ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}

const parse = (text: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | undefined =>
  text !== undefined && ipaddr.isValid(text) ? ipaddr.process(text) : undefined;

/** Undefined where there is no connection, as in a call within the process. */
function remoteAddress(c: Context): string | undefined {
  return c.env && "incoming" in c.env ? getConnInfo(c).remote.address : undefined;
}

import * as z from "zod";

const Reply = z.object({ challenge: z.string() });

/**
 * Whether a webhook's reply shows that somebody there read the challenge and meant to answer it: the challenge alone, or JSON
 * with it as `challenge`. A server that sends back whatever it gets, as some do, does not pass: there it stands below `data`.
 */
export function isEcho(reply: string, challenge: string): boolean {
  const text = reply.trim();
  if (text === challenge) return true;
  try {
    return Reply.parse(JSON.parse(text)).challenge === challenge;
  } catch {
    return false;
  }
}

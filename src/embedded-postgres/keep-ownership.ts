import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { claimOwnership } from "./claim-ownership.ts";
import type { Server } from "./connect-to-cluster.ts";

/** `expectEnd` is called before the server is stopped, so that the loss of the connection is no surprise. */
export type Ownership = { expectEnd: () => void; close: () => Promise<void> };

const MOST_TRIES = 40;
const PAUSE_MS = 500;

/**
 * Watches the connection that makes us the owner. When it is lost although the server lives on (PostgreSQL drops all
 * connections after the crash of one of its processes), takes ownership again.
 */
export function keepOwnership(server: Server, claimed: Client, log: (line: string) => void): Ownership {
  let client = claimed;
  let endExpected = false;

  const watch = () => {
    client.once("end", () => {
      if (!endExpected) void claimAgain();
    });
  };

  const claimAgain = async () => {
    log("PostgreSQL dropped our connections; taking ownership of it again.");
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const claim = await claimOwnership(server).catch(() => undefined);
      if (claim?.outcome === "owned") {
        client = claim.client;
        if (endExpected) await client.end();
        else watch();
        return;
      }
      await sleep(PAUSE_MS);
      if (endExpected) return;
    }
    log("PostgreSQL is gone or has another owner now: restart Tocsin.");
  };

  watch();
  return {
    expectEnd: () => {
      endExpected = true;
    },
    close: () => client.end(),
  };
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeSelfSignedCertificate } from "../test/support/self-signed-certificate.ts";
import { startChild } from "./fanout-child.ts";
import type { Subscriber } from "./fanout-subscribers.ts";
import type { Arrivals, Checks } from "./push-sink-tally.ts";

/** The push service of a bench, in a process of its own. */
export interface PushSink {
  /** `https://localhost:…` */
  origin: string;
  /** What a process needs in its environment to trust the certificate. */
  trust: Record<string, string>;
  /** Counts anew. */
  begin(): Promise<void>;
  /** Since `begin`. */
  arrivals(): Promise<Arrivals>;
  /** Of all messages since the start. */
  checks(): Promise<Checks>;
  stop(): Promise<void>;
}

/** Starts the push service behind the endpoints of these subscribers, with a certificate made for it. */
export async function startPushSink(subscribers: readonly Subscriber[]): Promise<PushSink> {
  const { key, certificate } = makeSelfSignedCertificate();
  const folder = await mkdtemp(join(tmpdir(), "tocsin-sink-"));
  const file = join(folder, "certificate.pem");
  await writeFile(file, certificate);
  const child = startChild(fileURLToPath(import.meta.resolve("./push-sink.ts")));
  return {
    origin: await child.ask<string>({ key, certificate, subscribers }),
    trust: { NODE_EXTRA_CA_CERTS: file },
    begin: () => child.ask("begin"),
    arrivals: () => child.ask("arrivals"),
    checks: () => child.ask("checks"),
    async stop() {
      await child.stop();
      await rm(folder, { recursive: true });
    },
  };
}

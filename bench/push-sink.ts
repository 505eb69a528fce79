import { z } from "zod";
import { startSinkServer } from "./push-sink-server.ts";
import { openTally } from "./push-sink-tally.ts";

/** The process of the push service: told once what it needs, then asked. Started by push-sink-process.ts. */
const Setup = z.object({
  key: z.string(),
  certificate: z.string(),
  subscribers: z.array(z.object({ privateKey: z.string(), p256dh: z.string(), auth: z.string() })),
});
const Question = z.enum(["begin", "arrivals", "checks"]);

const say = (answer: unknown) => process.send?.(answer);

process.once("message", async (message) => {
  const { subscribers, ...certificate } = Setup.parse(message);
  const tally = openTally(subscribers);
  const { origin } = await startSinkServer(certificate, (path, body) => tally.take(path, body));
  process.on("message", (question) => {
    const asked = Question.parse(question);
    say(tally[asked]() ?? null);
  });
  say(origin);
});
process.on("disconnect", () => process.exit());

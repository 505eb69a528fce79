import { listPushServices } from "../db/push-services.ts";
import { layOutTable } from "../lay-out-table.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin push-service list`: where subscriptions are, and whether anything is wrong there. */
export async function listPushServicesCommand({ db }: CommandDeps): Promise<CommandOutcome> {
  const services = await listPushServices(db);
  const words = layOutTable(
    ["push service", "subscriptions", "standing"],
    services.map((service) => [service.name, String(service.subscriptions), standing(service)]),
  );
  return { outcome: "done", words, json: services };
}

function standing({
  stoppedAt,
  stoppedBecause,
  keepsGoneSince,
}: Awaited<ReturnType<typeof listPushServices>>[number]) {
  if (stoppedAt) return `stopped since ${stoppedAt.toISOString()}: ${stoppedBecause}`;
  if (keepsGoneSince)
    return `since ${keepsGoneSince.toISOString()} says of too many subscriptions that they are gone: none is ended`;
  return "well";
}

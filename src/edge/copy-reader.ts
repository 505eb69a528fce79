import type { AlertReader } from "../domain/published-alert.ts";
import type { HeldCopy } from "./pull-copy.ts";

/** Reads alerts from the copy that is held at that moment. It knows nothing of what only outreach teams were told. */
export const copyReader = (held: () => HeldCopy): AlertReader => ({
  async snapshot() {
    const { copy, takenAt } = held();
    return { version: copy.version, takenAt, alerts: copy.alerts };
  },
  revisions: async (id) => held().copy.alerts.filter(({ alertId }) => alertId === id),
});

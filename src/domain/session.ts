import * as z from "zod";
import { plainText } from "./plain-text.ts";
import { ClientId, Instant } from "./sample.ts";

/** One opening of a drug-checking service that takes samples. `name` stays inside the organisation; only the area is ever published. */
export const Session = z.strictObject({
  id: ClientId,
  name: plainText(120),
  /** ISO 3166-1 or 3166-2 code of the area, for example PL-14, or its name. Never a place. */
  area: plainText(80),
  opensAt: Instant.optional(),
});
export type Session = z.infer<typeof Session>;

import * as z from "zod";
import { plainText } from "./plain-text.ts";
import { ClientId } from "./sample.ts";

/** One opening of a drug-checking service that takes samples. `name` stays inside the organisation; only the area is ever published. */
export const Session = z.strictObject({
  id: ClientId,
  name: plainText(120),
  /** ISO 3166-1 or 3166-2 code of the area, for example PL-14. Never a place. */
  area: z.string().min(2).max(6),
  opensAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
});
export type Session = z.infer<typeof Session>;

import * as z from "zod";

/** How a drug was taken, for figures that depend on it. */
const Route = z.enum(["oral", "insufflated", "smoked", "sublingual", "intravenous", "unspecified"]);

const RISING = "must not end before it begins";

/** After how long the first effects are felt, in minutes from taking it. */
export const Onset = z
  .strictObject({
    fromMinutes: z.number().nonnegative(),
    toMinutes: z.number().positive(),
    route: Route,
    source: z.string().min(1),
  })
  .refine(({ fromMinutes, toMinutes }) => fromMinutes <= toMinutes, RISING);
export type Onset = z.infer<typeof Onset>;

/** For how long the main effects last, in hours from the first of them. */
export const Duration = z
  .strictObject({
    fromHours: z.number().nonnegative(),
    toHours: z.number().positive(),
    route: Route,
    source: z.string().min(1),
  })
  .refine(({ fromHours, toHours }) => fromHours <= toHours, RISING);
export type Duration = z.infer<typeof Duration>;

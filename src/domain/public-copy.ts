import * as z from "zod";
import { AlertContent } from "./alert-content.ts";
import { Area } from "./area.ts";
import type { Snapshot } from "./published-alert.ts";
import { SubstanceClass } from "./substance.ts";

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/**
 * All that a copy of the public side elsewhere is made of, as it travels: nothing in it is secret. Fields that this version does
 * not know are left out, so that a copy goes on being renewed while it is older than the service.
 */
export const PublicCopy = z.object({
  /** Differs when the alerts do. */
  version: z.string().min(1),
  site: z.object({
    name: z.string().min(1),
    url: z.url({ protocol: /^https?$/ }),
    language: z.string().regex(/^[a-z]{2}$/),
    status: z.enum(["Actual", "Exercise", "Test"]),
    namingHost: z.string().optional(),
    webSubHub: z.url().optional(),
  }),
  areas: z.array(z.object(Area.shape)).min(1),
  substanceClasses: z.array(z.object(SubstanceClass.shape)),
  /** What a browser needs to subscribe (RFC 8292), base64url. */
  applicationServerKey: z.string().min(1),
  /** Newest revision first, as in a `Snapshot`. */
  alerts: z.array(
    z.object({
      alertId: z.uuid(),
      revision: z.int().positive(),
      msgType: z.enum(["Alert", "Update", "Cancel"]),
      state: z.enum(["published", "superseded", "withdrawn", "expired"]),
      content: z.object(AlertContent.shape),
      firstPublishedAt: instant,
      publishedAt: instant,
      expiresAt: instant,
    }),
  ),
});
export type PublicCopy = z.infer<typeof PublicCopy>;

/** The copy as the service hands it out; its times become text by JSON. */
export type WrittenCopy = Omit<PublicCopy, "alerts" | "areas" | "substanceClasses"> & {
  areas: readonly Area[];
  substanceClasses: readonly SubstanceClass[];
  alerts: Snapshot["alerts"];
};

export type ReadCopy = { outcome: "read"; copy: PublicCopy } | { outcome: "refused"; reason: string };

/** Reads a copy that came from elsewhere; refused as a whole when any of it cannot be understood. Pure. */
export function readPublicCopy(text: string): ReadCopy {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { outcome: "refused", reason: "it is not JSON" };
  }
  const parsed = PublicCopy.safeParse(value);
  if (parsed.success) return { outcome: "read", copy: parsed.data };
  const [issue] = parsed.error.issues;
  return { outcome: "refused", reason: `${issue?.path.join(".")}: ${issue?.message}` };
}

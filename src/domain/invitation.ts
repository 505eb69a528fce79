import * as z from "zod";
import { plainText } from "./plain-text.ts";

/** What an organisation decides when it invites people to hear of preliminary results. */
export const InvitationRequest = z.strictObject({
  /** For the organisation's own list, for example "Saturday crew". */
  name: plainText(80).optional(),
  validDays: z.int().min(1).max(90).default(14),
  /** Devices that can subscribe by it. */
  mostUses: z.int().min(1).max(500).default(20),
});
export type InvitationRequest = z.infer<typeof InvitationRequest>;

/** The secret of an invitation, as its link carries it: 256 bits, base64url. */
export const InvitationToken = z
  .string()
  .regex(/^[\w-]{43}$/, "must be what stands in the link after invitation=");

/** As people are shown it; never its token. */
export interface ListedInvitation {
  id: string;
  name: string | undefined;
  organisation: string;
  /** Undefined: the operator. */
  createdBy: string | undefined;
  createdAt: Date;
  expiresAt: Date;
  uses: number;
  mostUses: number;
  revokedAt: Date | undefined;
  isUsable: boolean;
}

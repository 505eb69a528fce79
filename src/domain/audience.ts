import * as z from "zod";

/**
 * Who is told of a revision: everybody, or outreach teams only. What the public was told of once stays public: its updates
 * and its withdrawal are for everybody.
 */
export const AUDIENCES = ["public", "outreach"] as const;
export const Audience = z.enum(AUDIENCES);
export type Audience = z.infer<typeof Audience>;

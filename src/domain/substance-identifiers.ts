import * as z from "zod";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Whether a text is a CAS number: two to seven digits, two digits and a check digit that fits the others. */
export function isCas(text: string): boolean {
  const [, serial, check] = /^([1-9]\d{1,6}-\d\d)-(\d)$/.exec(text) ?? [];
  if (serial === undefined) return false;
  const digits = serial.replace("-", "").split("").toReversed().map(Number);
  const sum = digits.reduce((total, digit, index) => total + digit * (index + 1), 0);
  return sum % 10 === Number(check);
}

/**
 * Whether a text is a UNII: nine letters or digits and a check character, which is the sum of their values (A is 10,
 * Z is 35) modulo 36. Every UNII that the UNC Street Drug Analysis Lab publishes fits this.
 */
export function isUnii(text: string): boolean {
  if (!/^[0-9A-Z]{10}$/.test(text)) return false;
  const values = text.split("").map((letter) => ALPHABET.indexOf(letter));
  const sum = values.slice(0, 9).reduce((total, value) => total + value, 0);
  return sum % 36 === values[9];
}

const Source = z.string().min(1);

/**
 * What other registers call a substance. Each is that of the molecule without its salt, as far as the register tells them
 * apart, and `sources` says for each one where it was read.
 */
export const SubstanceIdentifiers = z
  .strictObject({
    inchikey: z
      .string()
      .regex(/^[A-Z]{14}-[A-Z]{8}SA-N$/, "must be a standard InChIKey of an uncharged molecule")
      .optional(),
    cas: z
      .string()
      .refine(isCas, "is not a CAS number: its check digit does not fit (a spreadsheet may have broken it)")
      .optional(),
    pubchemCid: z.int().positive().optional(),
    unii: z.string().refine(isUnii, "is not a UNII: its check character does not fit").optional(),
    sources: z.strictObject({
      inchikey: Source.optional(),
      cas: Source.optional(),
      pubchemCid: Source.optional(),
      unii: Source.optional(),
    }),
  })
  .superRefine(({ sources, ...identifiers }, context) => {
    const given = Object.keys(identifiers).sort().join(", ");
    const sourced = Object.keys(sources).sort().join(", ");
    if (given !== sourced)
      context.addIssue({
        code: "custom",
        path: ["sources"],
        message: `must name a source for each identifier and for nothing else: ${given || "none is given"}`,
      });
  });
export type SubstanceIdentifiers = z.infer<typeof SubstanceIdentifiers>;

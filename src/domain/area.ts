import * as z from "zod";

/** A country or one of its parts, the finest place that Tocsin ever publishes. */
export const Area = z.strictObject({
  /** ISO 3166-1 alpha-2 or ISO 3166-2. */
  code: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/),
  name: z.string().min(1),
  parent: z.string().optional(),
  /** Former or alternative codes and names accepted on input. */
  aliases: z.array(z.string().min(1)).default([]),
});
export type Area = z.infer<typeof Area>;
export const AreaFile = z.strictObject({ version: z.string(), areas: z.array(Area) });
export type AreaFile = z.infer<typeof AreaFile>;

/** Looks an area up by code or alias (case ignored) and knows what it lies in. */
export class AreaTree {
  readonly #byName = new Map<string, Area>();
  readonly #byCode = new Map<string, Area>();

  constructor(areas: readonly Area[]) {
    for (const area of areas) {
      this.#byCode.set(area.code, area);
      for (const name of [area.code, area.name, ...area.aliases]) this.#byName.set(name.toLowerCase(), area);
    }
  }

  find(codeOrAlias: string): Area | undefined {
    return this.#byName.get(codeOrAlias.trim().toLowerCase());
  }

  /** The area itself and everything it lies in, finest first: PL-14, PL. Empty when unknown. */
  path(code: string): string[] {
    const codes: string[] = [];
    for (
      let area = this.#byCode.get(code);
      area;
      area = area.parent ? this.#byCode.get(area.parent) : undefined
    )
      codes.push(area.code);
    return codes;
  }

  nameOf(code: string): string {
    return this.#byCode.get(code)?.name ?? code;
  }

  all(): Area[] {
    return [...this.#byCode.values()];
  }
}

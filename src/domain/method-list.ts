import { foldName } from "./fold-name.ts";
import type { Method } from "./method.ts";

/** The methods of analysis we know, found by id, name or alias ("GCMS", "gc-ms", "GC/MS"). Throws when two methods claim one name. */
export class MethodList {
  readonly #byKey = new Map<string, Method>();
  readonly #methods: readonly Method[];

  constructor(methods: readonly Method[]) {
    const problems: string[] = [];
    for (const method of methods)
      for (const name of [method.id, method.name, ...method.aliases]) {
        const key = keyOf(name);
        const other = this.#byKey.get(key);
        if (other && other !== method)
          problems.push(
            `method "${method.id}": "${name}" already belongs to "${other.id}"; a name may mean only one method`,
          );
        this.#byKey.set(key, method);
      }
    if (problems.length > 0) throw new Error(problems.join("\n"));
    this.#methods = methods;
  }

  find(idOrAlias: string): Method | undefined {
    return this.#byKey.get(keyOf(idOrAlias));
  }

  all(): readonly Method[] {
    return this.#methods;
  }
}

const keyOf = (name: string): string => foldName(name).replaceAll("/", "");

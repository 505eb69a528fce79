import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..");
const files = globSync("{src,workers}/**/*.ts", { cwd: root });
const architecture = readFileSync(path.join(root, "ARCHITECTURE.md"), "utf8");
const named = new Set([...architecture.matchAll(/`(?:[\w-]+\/)*([\w-]+\.ts)`/g)].map(([, name]) => name));

it("names every file of src and workers in the order in which a result meets them", () => {
  expect(files.filter((file) => !named.has(path.basename(file)))).toEqual([]);
  const present = new Set(files.map((file) => path.basename(file)));
  expect([...named].filter((name) => name !== undefined && !present.has(name))).toEqual([]);
});

it("has no file that does too much to be read in one go", () => {
  const long = files.filter((file) => readFileSync(path.join(root, file), "utf8").split("\n").length > 251);
  expect(long).toEqual([]);
});

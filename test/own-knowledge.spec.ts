import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadKnowledge } from "../src/knowledge/load-knowledge.ts";
import { shipped } from "./support/shipped-knowledge.ts";

describe("what an organisation knows itself", () => {
  let folder: string;
  const write = (name: string, content: unknown) =>
    writeFile(path.join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "tocsin-own-"));
    await mkdir(path.join(folder, "packs"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("stands beside what Tocsin ships, as the documentation shows it", async () => {
    const page = await readFile(path.join(import.meta.dirname, "../docs/substances.md"), "utf8");
    await write(
      "substances.json",
      /```json\n(\{\s+"version": "our-service-1"[\s\S]+?)```/.exec(page)?.[1] ?? "",
    );
    const { catalogue, packs, versions } = await loadKnowledge(undefined, folder);
    expect(catalogue.find("IVO")).toEqual({ outcome: "resolved", substanceId: "invented-new-opioid" });
    expect(catalogue.classesOf("invented-new-opioid")).toContain("opioid");
    expect(catalogue.find("MDMA")).toEqual({ outcome: "resolved", substanceId: "mdma" });
    expect(versions["substances"]).toBe(`${shipped.versions["substances"]}+our-service-1`);
    expect(packs).toEqual(shipped.packs);
  });

  it("adds packs, and replaces those of the same name", async () => {
    const [first] = shipped.packs;
    if (!first) throw new Error("no pack is shipped");
    await write(`packs/${first.id}.json`, { ...first, version: "ours", status: "proposed" });
    await write("packs/ours.json", { ...first, id: "ours" });
    const { packs } = await loadKnowledge(undefined, folder);
    expect(packs.map(({ id }) => id)).toEqual([...shipped.packs.map(({ id }) => id), "ours"]);
    expect(packs.find(({ id }) => id === first.id)?.version).toBe("ours");
  });

  it("is refused with the place of the mistake, in its own file", async () => {
    await write("substances.json", { version: "1", substances: [{ id: "x", name: "x", role: "magic" }] });
    await expect(loadKnowledge(undefined, folder)).rejects.toThrow(
      `${path.join(folder, "substances.json")}: substances[0].role: `,
    );
  });
});

import { readFile } from "node:fs/promises";
import * as z from "zod";

/** Reads one JSON file and checks its shape. Every problem is reported, with the file, the place in it and what would be right. */
export async function readKnowledgeFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(parseJson(file, await readText(file)));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${file}: ${z.core.toDotPath(issue.path) || "the whole file"}: ${issue.message}`,
  );
  throw new Error(problems.join("\n"));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new Error(`${file}: cannot be read; it must be there and readable`, { cause: error });
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: is not JSON (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    });
  }
}

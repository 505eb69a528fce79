import { writeFile } from "node:fs/promises";
import { openApiDocument } from "../src/http/openapi-document.ts";
import { typescriptClient } from "./typescript-client.ts";

// The clients that are made from the description of the API: run by `npm run docs` after a change there.
const file = new URL("typescript/tocsin.ts", import.meta.url);
await writeFile(file, await typescriptClient(openApiDocument("https://alerts.example.org")));

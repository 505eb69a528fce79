import { keepCompiled } from "./keep-compiled.ts";

const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(`Tocsin needs Node 24 or later and this is ${process.version}. "npm start" brings its own.`);
  process.exit(1);
}

keepCompiled();
await import("./serve.ts");

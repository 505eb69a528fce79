import type { Config } from "../config.ts";
import type { Site } from "../render/site.ts";

/** What a command says of the installation, as the server would. */
export const commandSite = ({ name, url, port, status }: Config): Site => ({
  name,
  url: url ?? `http://localhost:${port}`,
  language: "en",
  status,
});

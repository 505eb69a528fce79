import { once } from "node:events";
import type { Server } from "node:net";

/** Starts listening and gives the port; port 0 takes any free one. Rejects when it cannot listen there. */
export async function listen(server: Server, { host = "127.0.0.1", port = 0 } = {}): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no TCP port");
  return address.port;
}

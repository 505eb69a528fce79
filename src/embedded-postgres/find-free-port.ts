import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** The preferred TCP port when nothing listens on it at 127.0.0.1, else one that the system chooses. */
export async function findFreePort(preferred: number | undefined): Promise<number> {
  return (
    (await tryPort(preferred ?? 0)) ?? (await tryPort(0)) ?? Promise.reject(new Error("No TCP port is free."))
  );
}

function tryPort(port: number): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const server = createServer();
  server.once("error", () => {
    resolve(undefined);
  });
  server.listen(port, "127.0.0.1", () => {
    const bound = (server.address() as AddressInfo).port;
    server.close(() => {
      resolve(bound);
    });
  });
  return promise;
}

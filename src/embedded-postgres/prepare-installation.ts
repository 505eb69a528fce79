import { chooseAccount } from "./choose-account.ts";
import { findBinaries } from "./find-binaries.ts";
import type { Binaries } from "./find-binaries.ts";
import { prepareDirectory } from "./prepare-directory.ts";
import type { Layout } from "./prepare-directory.ts";
import type { Account } from "./run-as-account.ts";

/** Everything that a PostgreSQL program is run with: where its files lie, the programs, and as whom they run. */
export type Installation = { layout: Layout; binaries: Binaries; account: Account };

/** Prepares the directory and finds programs and account. Throws plain messages when one of them cannot be had. */
export async function prepareInstallation(directory: string): Promise<Installation> {
  const binaries = await findBinaries();
  const layout = await prepareDirectory(directory);
  const account = await chooseAccount(layout.cluster, [layout.directory, ...Object.values(binaries)]);
  return { layout, binaries, account };
}

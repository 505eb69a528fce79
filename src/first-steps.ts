import type { Config } from "./config.ts";
import { createLink } from "./identity/sign-in.ts";
import type { Tocsin } from "./start-tocsin.ts";

/** What the volunteer who has just started Tocsin reads: where to look and what to do first. Makes the link for the first reviewer while there is none. */
export async function firstSteps(
  { installation, site, localUrl }: Tocsin,
  config: Config,
  now: Date,
): Promise<string> {
  const { db, knowledge, database } = installation;
  if (localUrl === "") return "\nTocsin's workers are running. Ctrl-C stops them.\n";
  const hasReviewer = await db.selectFrom("reviewer").select("id").limit(1).executeTakeFirst();
  const lines = [
    "",
    `Tocsin is running: ${site.name}${site.status === "Actual" ? "" : ` (${site.status.toUpperCase()}: nothing here is a real alert)`}`,
    "",
    `  Alerts        ${localUrl}/`,
    `  Get alerts    ${localUrl}/subscribe`,
    `  Feeds         ${localUrl}/feeds`,
    `  Review        ${localUrl}/review`,
    "",
    `  Knowledge     ${knowledge.packs.map((pack) => `${pack.id} ${pack.version} (${pack.status})`).join(", ")}`,
    "",
    "First steps",
    ...(hasReviewer
      ? ['  1. Sign in to review:      npx tocsin reviewer link "your name"']
      : [
          "  1. Become the first reviewer; this link works once, for 24 hours:",
          `     ${localUrl}/sign-in?token=${await createLink(db, null, now)}`,
        ]),
    '  2. Make a key for results: npx tocsin key create --name "our laptop" --scopes submit,read',
    "  3. Bring your history in:  npx tocsin import results.csv --profile NAME --dry-run",
    "  4. See it all at work:     npm run demo",
    "",
    ...(database === "embedded"
      ? [
          `The database runs inside this process, in ${config.dataFolder}. That is for trying out: one machine, no pg_dump, no backups.`,
          "For real use, set DATABASE_URL=postgres://user:password@host/tocsin (and TOCSIN_SECRET_KEY); see .env.example.",
          "",
        ]
      : []),
    "Ctrl-C stops everything.",
    "",
  ];
  return lines.join("\n");
}

import { Command } from "commander";
import { adoptPackCommand } from "./adopt-pack.ts";
import type { BacktestOptions } from "./backtest-command.ts";
import { chooseOrganisation } from "./choose-organisation.ts";
import { createKeyCommand, type CreateKeyOptions } from "./create-key.ts";
import { createInvitationCommand, type CreateInvitationOptions } from "./create-invitation.ts";
import { disableReviewerCommand } from "./disable-reviewer.ts";
import { exportArticle13 } from "./export-article-13.ts";
import { exportTedi } from "./export-tedi.ts";
import { linkReviewerCommand } from "./link-reviewer.ts";
import { listInvitationsCommand } from "./list-invitations.ts";
import { listKeysCommand } from "./list-keys.ts";
import { listPacksCommand } from "./list-packs.ts";
import { listPushServicesCommand } from "./list-push-services.ts";
import { listReviewersCommand } from "./list-reviewers.ts";
import { resealSecretsCommand } from "./reseal-secrets.ts";
import { revokeInvitationCommand } from "./revoke-invitation.ts";
import { revokeKeyCommand } from "./revoke-key.ts";
import { rotateVapidKeyCommand } from "./rotate-vapid-key.ts";
import type { BacktestSource } from "./run-backtest.ts";
import { onInstallation, runCommand } from "./run-command.ts";
import { type ExportOptions, runExport } from "./run-export.ts";
import { trustPushServiceCommand } from "./trust-push-service.ts";
import { writeOpenDataCommand } from "./write-open-data.ts";

interface Json {
  json?: boolean;
}
const AS_JSON = ["--json", "answer as JSON"] as const;
const ORGANISATION = ["--organisation <name>", "whose; needed where there is more than one"] as const;

const program = new Command("tocsin")
  .description("Drug-checking results in, reviewed alerts out. Start the server with: npm start")
  .showHelpAfterError("(see: npx tocsin --help)");

const key = program.command("key").description("keys of organisations for the API");
key
  .command("create")
  .description("make a key and show it, once")
  .requiredOption("--name <name>", 'what it is for, for example "tent laptop"')
  .requiredOption("--scopes <scopes>", "what it may do: submit, read, review, webhook; separated by commas")
  .option(...ORGANISATION)
  .option("--reviewer <name>", 'the person for whom a key with the scope "review" acts')
  .option(...AS_JSON)
  .action((options: CreateKeyOptions & Json) =>
    runCommand(options, (deps) => createKeyCommand(deps, options)),
  );
key
  .command("list")
  .description("list all keys")
  .option(...AS_JSON)
  .action((options: Json) => runCommand(options, listKeysCommand));
key
  .command("revoke <id>")
  .description("end a key")
  .option(...AS_JSON)
  .action((id: string, options: Json) => runCommand(options, (deps) => revokeKeyCommand(deps, id)));

const reviewer = program.command("reviewer").description("people who review alerts");
reviewer
  .command("link <name>")
  .description("make a link with which a reviewer, also a new one, signs in once")
  .option(...ORGANISATION)
  .option(...AS_JSON)
  .action((name: string, options: Json & { organisation?: string }) =>
    runCommand(options, (deps) => linkReviewerCommand(deps, name, options)),
  );
reviewer
  .command("list")
  .description("list all reviewers")
  .option(...AS_JSON)
  .action((options: Json) => runCommand(options, listReviewersCommand));
reviewer
  .command("disable <name>")
  .description("end everything that a reviewer can do")
  .option(...ORGANISATION)
  .option(...AS_JSON)
  .action((name: string, options: Json & { organisation?: string }) =>
    runCommand(options, (deps) => disableReviewerCommand(deps, name, options)),
  );

program
  .command("invite")
  .description("make a link by which people of an organisation subscribe to what outreach teams are told")
  .option("--name <name>", "for whom; stays in the list")
  .option("--days <days>", "valid for so many days", "14")
  .option("--uses <uses>", "for so many devices", "20")
  .option(...ORGANISATION)
  .option(...AS_JSON)
  .action((options: CreateInvitationOptions & Json) =>
    runCommand(options, (deps) => createInvitationCommand(deps, options)),
  );
const invitation = program.command("invitation").description("invitations of outreach teams");
invitation
  .command("list")
  .description("list invitations, never their links")
  .option(...AS_JSON)
  .action((options: Json) => runCommand(options, listInvitationsCommand));
invitation
  .command("revoke <id>")
  .description("end an invitation; who subscribed by it stays")
  .option(...AS_JSON)
  .action((id: string, options: Json) => runCommand(options, (deps) => revokeInvitationCommand(deps, id)));

const pushService = program.command("push-service").description("push services that subscriptions are at");
pushService
  .command("list")
  .description("list them, with what is wrong there")
  .option(...AS_JSON)
  .action((options: Json) => runCommand(options, listPushServicesCommand));
pushService
  .command("trust <name>")
  .description("ask a stopped one again at once, and believe what it says of subscriptions that are gone")
  .option(...AS_JSON)
  .action((name: string, options: Json) =>
    runCommand(options, (deps) => trustPushServiceCommand(deps, name)),
  );
program
  .command("push-key")
  .description("the application server key (VAPID) of new subscriptions")
  .command("rotate")
  .description("make a new one; subscriptions made before keep theirs")
  .option(...AS_JSON)
  .action((options: Json) => runCommand(options, rotateVapidKeyCommand));
program
  .command("secret")
  .description("the secret key of this installation")
  .command("reseal")
  .description(
    "after a change of TOCSIN_SECRET_KEY, while Tocsin is stopped: seal everything with the new one",
  )
  .option(...AS_JSON)
  .action((options: Json) => runCommand(options, resealSecretsCommand));

const pack = program.command("pack").description("threshold packs: published and proposed limits");
pack
  .command("list")
  .description("list all packs and whether they are adopted here")
  .option(...AS_JSON)
  .action((options: Json) => runCommand(options, listPacksCommand));
pack
  .command("adopt <name>")
  .description("decide that the thresholds of a pack hold here; it is written down by whom")
  .requiredOption("--by <who>", "who decided it, as it should stand in the audit log")
  .option(...AS_JSON)
  .action((name: string, options: Json & { by: string }) =>
    runCommand(options, (deps) => adoptPackCommand(deps, name, options)),
  );

program
  .command("import <file>")
  .description("take in results from a file (CSV, NDJSON, JSON) by a mapping profile")
  .requiredOption("--profile <name>", "a profile that comes with Tocsin, or the path of one")
  .option("--findings <file>", "the second file of a profile that has one")
  .option("--dry-run", "say what would be done, and do nothing", false)
  .option(...ORGANISATION)
  .option(...AS_JSON)
  .action(
    (
      file: string,
      options: Json & { profile: string; findings?: string; dryRun: boolean; organisation?: string },
    ) =>
      onInstallation(async (deps) => {
        const organisation = await chooseOrganisation(deps.db, options.organisation);
        if (organisation.outcome === "refused") {
          console.error(organisation.because);
          return 1;
        }
        const { importCommand } = await import("./import-command.ts"); // the other commands need not wait for it
        const { profile, findings, dryRun, json = false } = options;
        const asked = { file, profile, organisationId: organisation.id, dryRun, json, findings };
        const knowledge = await deps.loadKnowledge();
        return importCommand({ ...deps, knowledge }, asked, { out: process.stdout, err: process.stderr });
      }),
  );

program
  .command("backtest [file]")
  .description(
    "replay past results day by day and print what would have been drafted; a file needs no server or database",
  )
  .option("--data <which>", 'instead of a file: "imported", all samples of this installation')
  .option("--profile <name>", "the mapping profile of the file: a name, or the path of one")
  .option("--findings <file>", "the second file of a profile that has one")
  .option("--pack <packs>", "only these threshold packs: names or paths, separated by commas")
  .option("--versus <packs>", "compare with these packs")
  .option("--from <day>", "tell from this day on (YYYY-MM-DD)")
  .option("--to <day>", "tell up to this day")
  .option("--events <file>", "CSV of dated public alerts: how many days earlier was it drafted?")
  .option("--json", "one JSON object a line for each drafted alert, and a summary")
  .action(async (file: string | undefined, options: BacktestSource & BacktestOptions) => {
    const { runBacktest } = await import("./run-backtest.ts");
    await runBacktest(file, options);
  });

program
  .command("open-data")
  .description("results as tables for everybody: docs/open-data.md")
  .command("write")
  .description("make a new edition now; it is made every night anyway")
  .option(...AS_JSON)
  .action((options: Json) => runCommand(options, writeOpenDataCommand));

const exporting = program.command("export").description("tables for authorities and for other services");
const FROM = ["--from <day>", "from this day on (YYYY-MM-DD, UTC)"] as const;
const TO = ["--to <day>", "up to this day"] as const;
exporting
  .command("article-13")
  .description("published alerts in the ten fields of Article 13 of Regulation (EU) 2023/1322, as CSV")
  .option(...FROM)
  .option(...TO)
  .option(...AS_JSON)
  .action((options: ExportOptions) => runExport("article-13", options, exportArticle13));
exporting
  .command("tedi")
  .description(
    "samples as drug checking services of the TEDI network report them, as CSV; not for publication",
  )
  .option(...FROM)
  .option(...TO)
  .option(...AS_JSON)
  .action((options: ExportOptions) => runExport("tedi", options, exportTedi));

await program.parseAsync();

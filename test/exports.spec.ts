import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { article13Notification } from "../src/exchange/article-13-notification.ts";
import { tediRow } from "../src/exchange/tedi-row.ts";
import { dose, finding, sampleOf, share } from "./support/assessed-sample.ts";
import { anAlert, aWithdrawal, SITE } from "./support/invented-alerts.ts";
import { anAnalysis, aTablet } from "./support/invented-samples.ts";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { runTocsinCommand } from "./support/run-command-line.ts";
import { type RunningTocsin, runTocsin, testEnvironment } from "./support/running-tocsin.ts";
import { shipped } from "./support/shipped-knowledge.ts";

describe("an alert as Article 13 of Regulation (EU) 2023/1322 asks for it", () => {
  const samples = [sampleOf([dose("mdma", 245, { basis: "base" }), finding("caffeine")])];

  it("fills each of the ten fields that a service can know, and leaves the others empty", () => {
    const told = article13Notification(SITE, [anAlert()], samples, shipped);
    expect(told).toEqual({
      reference: "https://alerts.example.org/alerts/0197d7a0-0000-7000-8000-000000000001",
      typeAndOriginOfRisk: expect.stringMatching(
        /^MDMA \(InChIKey SHXWCVYOXRDMCX-UHFFFAOYSA-N, CAS 42542-10-9\)\. .*Sold or expected as ecstasy\. .*Origin: not known\.$/,
      ),
      dateAndPlace: expect.stringContaining("2026-07-03 to 2026-07-04. Mazowieckie (PL-14, PL)"),
      meansOfExposureTransmissionDissemination: expect.stringContaining("Form: tablet."),
      analyticalAndToxicologicalData: expect.stringMatching(
        /^1 sample\.\nMDMA 245 mg per tablet.*\nSample 1: MDMA 245 mg \(base\), LC-MS; caffeine, LC-MS\.$/,
      ),
      identificationMethods: "laboratory analysis (GC-MS). Grade: confirmed quantity.",
      healthRisks: expect.stringContaining("Danger signs"),
      socialSafetySecurityRisks: "",
      healthMeasures: expect.stringContaining("Published to the public on 2026-07-04."),
      otherMeasures: "",
      otherInformation: expect.stringContaining("Notified by Invented Drug Checking Service."),
    });
  });

  it("says that it was withdrawn, and that an exercise is none", () => {
    const told = article13Notification(
      { ...SITE, status: "Exercise" },
      [aWithdrawal(), anAlert()],
      samples,
      shipped,
    );
    expect(told?.otherInformation).toContain("EXERCISE: not a real event.");
    expect(told?.otherInformation).toContain("Withdrawn: the laboratory had exchanged two samples.");
    expect(told?.healthMeasures).toContain("(Cancel)");
  });
});

describe("a sample as the services of TEDI report theirs", () => {
  it("has its main content, and the rest by what it does there", () => {
    const found = [
      finding("levamisole"),
      share("cocaine", 62),
      finding("ketamine"),
      finding("lactose"),
      finding("mdma", { presence: "not-detected" }),
    ];
    const sample = sampleOf(found, {
      area: "CA-BC-IH",
      expectedSubstanceId: "cocaine",
      expectedName: "coke",
      form: "powder",
    });
    expect(tediRow(sample, "Night Owl", shipped)).toMatchObject({
      service: "Night Owl",
      country: "CA",
      region: "CA-BC",
      city: "",
      soldAs: "cocaine",
      mainSubstance: "cocaine",
      mainAmount: 62,
      mainAmountUnit: "%",
      otherPsychoactive: "ketamine",
      adulterants: "levamisole",
      excipientsAndOther: "lactose",
      methods: "lc-ms",
      price: "",
    });
  });

  it("says by half a year when it was checked, and never in somebody's words what it was sold as", () => {
    const at = (day: string) =>
      tediRow(
        sampleOf([], {
          resultAt: new Date(day),
          expectedName: "what Jan calls Bell",
          expectedSubstanceId: undefined,
        }),
        "Night Owl",
        shipped,
      );
    expect(at("2026-06-30T23:59:59Z")).toMatchObject({ semester: "2026-1", soldAs: "not-recognised" });
    expect(at("2026-07-01T00:00:00Z")).toMatchObject({ semester: "2026-2" });
  });
});

describe("tocsin export", () => {
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  const run = (...args: string[]) =>
    runTocsinCommand(["export", ...args], testEnvironment(tocsin.databaseUrl));
  beforeAll(async () => {
    tocsin = await runTocsin();
    const anna = await tocsin.reviewerKey("Anna");
    desk = reviewDesk(tocsin, await tocsin.key(["submit", "read"]), anna);
    const { alertId } = await desk.openWarning();
    expect((await desk.approve(anna, alertId)).status).toBe(200);
    const session = await desk.openSessionIn("PL-14");
    const findings = [{ substance: "MDMA" }, { substance: "=invented()" }];
    await desk.submit(
      aTablet(session.id, 90, {
        analyses: [anAnalysis(findings, { analysedAt: "2025-03-01T12:00:00Z" })],
      }),
    );
  });
  afterAll(() => tocsin?.stop());

  it("gives what was published in some days, as CSV or JSON, and writes down that it did", async () => {
    const today = new Date().toISOString().slice(0, 10);
    const csv = await run("article-13", "--from", today, "--to", today);
    expect([csv.code, csv.err]).toEqual([0, ""]);
    const rows = parse(csv.out, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0] ?? {})).toHaveLength(11);
    const json = await run("article-13", "--to", "2020-01-01", "--json");
    expect([json.code, json.out]).toEqual([0, "[]\n"]);
    expect((await run("article-13", "--from", "yesterday")).code).toBe(1);
    const written = await tocsin.installation.db
      .selectFrom("audit")
      .select(["actor", "subject", "detail"])
      .where("action", "=", "export")
      .orderBy("id")
      .execute();
    expect(written).toEqual([
      { actor: "operator", subject: "article-13", detail: { from: today, to: today, rows: 1 } },
      { actor: "operator", subject: "article-13", detail: { from: "0001-01-01", to: "2020-01-01", rows: 0 } },
    ]);
  });

  it("gives samples of some days for TEDI", async () => {
    const { out } = await run("tedi", "--to", "2025-06-30");
    expect(parse(out, { columns: true })).toMatchObject([
      { service: "Night Owl", country: "PL", semester: "2025-1", soldAs: "MDMA", mainSubstance: "MDMA" },
    ]);
    expect(out).not.toContain("invented()");
  });
});

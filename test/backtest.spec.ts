import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readHistory } from "../src/backtest/read-history.ts";
import { type Replay, type ReplayedAlert, replayHistory } from "../src/backtest/replay-history.ts";
import { backtestCommand, type BacktestOptions } from "../src/cli/backtest-command.ts";
import { loadProfile } from "../src/import/load-profile.ts";
import { has } from "./support/requirements.ts";
import { shipped as knowledge } from "./support/shipped-knowledge.ts";

const DATA = path.join(import.meta.dirname, "../../shared/data");

async function historyOf(profileName: string, file: string) {
  const loaded = await loadProfile(profileName);
  if (loaded.outcome === "refused") throw new Error(loaded.because);
  const history = await readHistory(
    knowledge,
    { file: path.join(DATA, file), profile: loaded.profile },
    new Date(),
  );
  if (history.outcome === "refused") throw new Error(history.because);
  return history.samples;
}

/** Runs the command and reads what it prints, a line each. */
async function run(samples: Awaited<ReturnType<typeof historyOf>>, options: BacktestOptions) {
  const printed = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({ write: (text: string) => (printed[name] += text) });
  const code = await backtestCommand(samples, knowledge, options, { out: stream("out"), err: stream("err") });
  return { code, ...printed };
}

const weekOf = (date: string) => Math.floor((Date.parse(date) / 86_400_000 + 3) / 7);
const sorted = (values: number[]) => values.toSorted((a, b) => a - b);

describe.skipIf(!has("shared-data"))("two years of British Columbia, replayed", () => {
  let samples: Awaited<ReturnType<typeof historyOf>>;
  let replay: Replay;
  beforeAll(async () => {
    samples = await historyOf("bc-fentanyl-quant", "bc-fentanyl-quant/samples.csv");
    replay = replayHistory(samples, knowledge);
  }, 60_000);

  it("draft the extreme fentanyl of Interior Health no later than the public alert", () => {
    const inTime = replay.alerts.filter(
      ({ area, date }) => area === "CA-BC-IH" && date >= "2022-02-01" && date <= "2022-02-15",
    );
    expect(inTime).toMatchObject([
      { date: "2022-02-15", level: "warning", rules: ["local-strength/opioid-far-above-usual"] },
    ]);
    expect(inTime[0]?.reasons[0]).toMatch(
      /^fentanyl 36 % by weight, above 23.12 %, the 99th percentile and 2.5\d* times 14.2 %, the median of 33 samples in Interior Health/,
    );
  });

  it("do not flood anybody", () => {
    const weeks = new Map(
      samples.map(({ area, resultAt }) => [`${area} ${weekOf(resultAt.toISOString().slice(0, 10))}`, 0]),
    );
    for (const { area, date } of replay.alerts) {
      const week = `${area} ${weekOf(date)}`;
      weeks.set(week, (weeks.get(week) ?? 0) + 1);
    }
    const counts = sorted([...weeks.values()]);
    expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(2);
    expect(counts[Math.floor(counts.length * 0.95)]).toBeLessThanOrEqual(4);
    const noticed = replay.notices.length / samples.length;
    expect(noticed).toBeGreaterThanOrEqual(0.05);
    expect(noticed).toBeLessThanOrEqual(0.35);
  });

  it("are the same in any order, and do not look ahead", () => {
    expect(replayHistory(samples.toReversed(), knowledge).alerts).toEqual(replay.alerts);
    const until = "2022-06-30";
    const early = samples.filter(({ resultAt }) => resultAt.toISOString().slice(0, 10) <= until);
    expect(replayHistory(early, knowledge).alerts).toEqual(replay.alerts.filter(({ date }) => date <= until));
  });

  it("tell as JSON a line for each drafted alert and a summary, and how much earlier than the public", async () => {
    const { out, code } = await run(samples, {
      json: true,
      events: path.join(DATA, "ground_truth_events.csv"),
    });
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.at(-1).summary).toMatchObject({
      samples: samples.length,
      notices: replay.notices.length,
      alerts: replay.alerts.length,
    });
    expect(lines.filter((line) => "date" in line)).toHaveLength(replay.alerts.length);
    expect(Object.keys(lines[0])).toEqual(
      expect.arrayContaining([
        "date",
        "area",
        "level",
        "grade",
        "rules",
        "substances",
        "expected",
        "samples",
        "reasons",
      ]),
    );
    expect(lines.find((line) => line.event?.id === "E28").event).toMatchObject({
      leadDays: expect.any(Number),
    });
  });
});

describe.skipIf(!has("shared-data"))("WEDINOS, replayed", () => {
  it("drafts every medetomidine, nitazene and fentanyl sold as something else on its day, and little else", async () => {
    const samples = await historyOf("wedinos", "wedinos/records.json");
    const { alerts } = replayHistory(samples, knowledge);
    const isDangerous = (id: string | undefined): boolean => {
      const classes = id === undefined ? new Set() : knowledge.catalogue.classesOf(id);
      return id === "medetomidine" || classes.has("nitazene") || classes.has("fentanyl");
    };
    const sold = samples.filter(({ findings, expectedSubstanceId }) =>
      findings.some((one) => isDangerous(one.substanceId) && one.substanceId !== expectedSubstanceId),
    );
    expect(sold.length).toBeGreaterThan(5);
    const drafted = (code: string, date: string) =>
      alerts.some((alert: ReplayedAlert) => alert.date === date && alert.samples.includes(code));
    expect(sold.filter(({ code, resultAt }) => !drafted(code, resultAt.toISOString().slice(0, 10)))).toEqual(
      [],
    );
    expect(alerts.length / samples.length).toBeLessThanOrEqual(0.06);
  });
});

describe("tocsin backtest", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "tocsin-backtest-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const tablets = (): Awaited<ReturnType<typeof historyOf>> =>
    [130, 190, 230].map((mg, index) => ({
      id: `0190${index}`,
      code: `S-${index}`,
      revision: 1,
      area: "PL-14",
      organisationId: "night-owl",
      expectedName: "MDMA",
      expectedSubstanceId: "mdma",
      form: "tablet",
      colour: "pink",
      logo: "star",
      resultAt: new Date(`2026-07-0${index + 1}T22:00:00Z`),
      findings: [
        {
          name: "MDMA",
          substanceId: "mdma",
          presence: "detected",
          abundance: undefined,
          amount: {
            kind: "dose",
            value: mg,
            unit: "mg",
            basis: "unspecified",
            uncertainty: undefined,
            estimated: false,
          },
          methodId: "hplc",
        },
      ],
    }));

  it("says what was drafted, by which rule and for which samples", async () => {
    const { out } = await run(tablets(), { pack: "ch-saferparty" });
    expect(out).toContain("3 samples: 3 notices (100.0 %), 1 drafted alerts (33.3 %)");
    expect(out).toMatch(/ch-saferparty\/mdma-tablet-above-120-mg +3 +0/);
    expect(out).toContain("samples: S-2");
  });

  it("tells only of the days asked for", async () => {
    const { out } = await run(tablets(), { from: "2026-07-02", to: "2026-07-02", json: true });
    expect(JSON.parse(out.trim().split("\n").at(-1) ?? "").summary).toMatchObject({ samples: 1, notices: 1 });
    expect(await run(tablets(), { from: "July" })).toMatchObject({
      code: 1,
      err: '"July" is not a day; write YYYY-MM-DD\n',
    });
  });

  it("says which drafts a reviewer has rejected before, and why", async () => {
    const printed: string[] = [];
    const streams = { out: { write: (text: string) => printed.push(text) }, err: { write: () => {} } };
    await backtestCommand(tablets(), knowledge, {}, streams, new Map([["S-2", "The scale was wrong."]]));
    expect(printed.join("")).toContain("rejected by a reviewer: The scale was wrong.");
  });

  it("compares a pack with another, also one that is only a file yet", async () => {
    const stricter = path.join(folder, "stricter.json");
    await writeFile(
      stricter,
      JSON.stringify({
        id: "stricter",
        version: "1",
        language: "en",
        title: "Stricter",
        status: "proposed",
        source: "invented",
        thresholds: [
          {
            kind: "strength",
            id: "mdma-above-300-mg",
            level: "warning",
            substance: "mdma",
            forms: ["tablet"],
            aboveMg: 300,
            basis: "unspecified",
            cite: "invented",
            source: "invented",
          },
        ],
      }),
    );
    const { out } = await run(tablets(), { pack: "ch-saferparty", versus: stricter });
    expect(out).toContain(`Alerts that ${stricter} does not draft: 1`);
    expect(await run(tablets(), { pack: "no-such" })).toMatchObject({ code: 1 });
  });
});

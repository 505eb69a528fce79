import { describe, expect, it } from "vitest";
import { chiefMatch, groupKey, isSameButSubstance } from "../src/domain/alert-group.ts";
import { type Alike, clusterOf } from "../src/domain/cluster.ts";
import { decideAlert, type KnownAlert } from "../src/domain/decide-alert.ts";
import { alertFor, knownAlert, type RevisionSummary } from "../src/domain/known-alert.ts";
import type { Level } from "../src/domain/level.ts";
import type { AssessedSample, Match } from "../src/domain/match.ts";
import type { Grade } from "../src/domain/method.ts";

const NOW = new Date("2026-07-05T00:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

const match = (
  level: Level,
  grade: Grade = "confirmed-identity",
  kind: Match["kind"] = "any-detection",
): Match => ({
  packId: "concern-groups",
  packVersion: "1",
  packStatus: "adopted",
  ruleId: `rule-${level}`,
  rulePlace: 0,
  kind,
  substanceId: "metonitazene",
  level,
  grade,
  methodId: "lc-ms",
  inputs: {},
  reason: "because",
});

const sample = (overrides: Partial<AssessedSample> = {}): AssessedSample => ({
  id: "01890a5d-ac96-774b-bcce-b302099a8057",
  revision: 1,
  area: "PL-14",
  organisationId: "night-owl",
  expectedName: "alprazolam",
  expectedSubstanceId: "alprazolam",
  form: "tablet",
  colour: "white",
  logo: "bar",
  resultAt: daysAgo(0),
  findings: [],
  ...overrides,
});

const known = (overrides: Partial<KnownAlert> = {}): KnownAlert => ({
  alertId: "a",
  substanceId: "metonitazene",
  state: "published",
  level: "warning",
  grade: "confirmed-identity",
  firstResultAt: daysAgo(3),
  lastResultAt: daysAgo(1),
  endedAt: undefined,
  ...overrides,
});

const decide = (matches: Match[], alert?: KnownAlert, one = sample(), alike: Alike[] = []) =>
  decideAlert(one, matches, alert, alike, NOW);

const alike = (id: string, resultAt: Date, organisationId = "night-owl", ownLevel: Level = "red"): Alike => ({
  id,
  ownLevel,
  organisationId,
  resultAt,
});

describe("what a draft is chiefly about", () => {
  const of = (substanceId: string, rulePlace: number, overrides: Partial<Match> = {}): Match => ({
    ...match("warning"),
    substanceId,
    ruleId: `rule-${rulePlace}`,
    rulePlace,
    ...overrides,
  });
  const chiefOf = (...matches: Match[]) => chiefMatch(matches)?.substanceId;

  it("is what the pack lists first, whatever the order of findings", () => {
    const both = [of("bromazolam", 5), of("metonitazene", 0)];
    expect([chiefOf(...both), chiefOf(...both.toReversed())]).toEqual(["metonitazene", "metonitazene"]);
  });
  it("is told by any of its rules: a nitazene before tramadol, also where one rule holds for both", () => {
    const rule = { level: "red" as const, ruleId: "benzodiazepine-holds-opioid" };
    expect(chiefOf(of("dihydrocodeine", 6, rule), of("metonitazene", 6, rule), of("metonitazene", 0))).toBe(
      "metonitazene",
    );
  });
  it("is what was found before how much of something there was", () => {
    expect(chiefOf(of("mdma", 1, { kind: "strength" }), of("pmma", 8))).toBe("pmma");
  });
  it("rests on an adopted pack before a proposed one, and on the surer result before both", () => {
    expect(chiefOf(of("a", 0, { packStatus: "proposed" }), of("b", 9))).toBe("b");
    expect(chiefOf(of("a", 0, { grade: "presumptive" }), of("b", 9))).toBe("b");
  });
});

describe("what becomes of a match", () => {
  it("is nothing where nothing matched", () => {
    expect(decide([])).toEqual({ action: "none", reason: "nothing-matched" });
  });
  it("is a notice below the level of alerts", () => {
    expect(decide([match("caution"), match("information")])).toMatchObject({
      action: "notice",
      level: "caution",
    });
  });
  it("is an alert one level higher when three samples within 14 days say the same", () => {
    const two = [alike("a", daysAgo(14)), alike("b", daysAgo(2))];
    expect(decide([match("caution")], undefined, sample(), two)).toEqual({
      action: "open",
      level: "warning",
      reason: "cluster",
    });
    expect(decide([match("warning")], undefined, sample(), two)).toMatchObject({ level: "red" });
    expect(decide([match("red")], undefined, sample(), two)).toMatchObject({ level: "red" });
    const [, second] = two;
    const tooOld = [alike("a", daysAgo(15)), ...(second ? [second] : [])];
    expect(decide([match("caution")], undefined, sample(), tooOld)).toMatchObject({ action: "notice" });
  });
  it("is raised by others of its own level only", () => {
    const two = [
      alike("a", daysAgo(3), "night-owl", "caution"),
      alike("b", daysAgo(2), "night-owl", "caution"),
    ];
    expect(decide([match("warning")], undefined, sample(), two)).toMatchObject({ level: "warning" });
    expect(decide([match("caution")], undefined, sample(), two)).toMatchObject({ level: "warning" });
    expect(decide([match("information")], undefined, sample(), two)).toMatchObject({ action: "notice" });
  });
  it("is one level higher when two organisations find the same", () => {
    const elsewhere = [alike("a", daysAgo(3), "day-owl")];
    expect(decide([match("caution")], undefined, sample(), elsewhere)).toMatchObject({ reason: "cluster" });
  });
  it("raises a known alert when its third sample comes, once", () => {
    const two = [alike("a", daysAgo(3)), alike("b", daysAgo(2))];
    expect(decide([match("warning")], known(), sample(), two)).toMatchObject({ reason: "level-raised" });
    expect(decide([match("warning")], known({ level: "red" }), sample(), two)).toMatchObject({
      reason: "new-sample",
      redraft: false,
    });
  });
  it("is no cluster where samples are only stronger than usual, or one sample is told twice", () => {
    const two = [alike("a", daysAgo(3)), alike("b", daysAgo(2))];
    const unusual = [match("caution", "presumptive", "percentile")];
    expect(decide(unusual, undefined, sample(), two)).toMatchObject({ action: "notice" });
    expect(
      clusterOf([alike("a", daysAgo(3)), alike("a", daysAgo(2)), alike("b", daysAgo(2))]),
    ).toBeUndefined();
  });
  it("opens a draft for the first sample of its group, at the highest level of several reasons", () => {
    expect(decide([match("warning"), match("red"), match("caution")])).toEqual({
      action: "open",
      level: "red",
      reason: "first-of-its-group",
    });
  });
  it("adds a second sample to the evidence instead of opening another", () => {
    expect(decide([match("warning")], known())).toMatchObject({
      action: "update",
      reason: "new-sample",
      redraft: false,
    });
  });
  it("asks for new words when the level or the grade is raised", () => {
    expect(decide([match("red")], known())).toMatchObject({
      action: "update",
      reason: "level-raised",
      redraft: true,
    });
    expect(decide([match("warning", "confirmed-quantity")], known())).toMatchObject({
      reason: "grade-raised",
      redraft: true,
    });
    expect(decide([match("warning", "presumptive")], known())).toMatchObject({ reason: "new-sample" });
  });
  it("asks for new words when the laboratory names what a strip could not", () => {
    expect(decide([match("warning")], known({ substanceId: "unspecified-nitazene" }))).toMatchObject({
      action: "update",
      reason: "identity-refined",
      redraft: true,
    });
  });
  it("opens another story outside the window of 14 days", () => {
    expect(
      decide([match("warning")], known({ firstResultAt: daysAgo(40), lastResultAt: daysAgo(15) })),
    ).toMatchObject({ action: "open", reason: "outside-the-window" });
    expect(decide([match("warning")], known({ lastResultAt: daysAgo(14) }))).toMatchObject({
      action: "update",
    });
  });
  it("holds the same thing for 14 days after a person rejected it, unless it got worse", () => {
    const rejected = known({ state: "rejected", endedAt: daysAgo(13) });
    expect(decide([match("warning")], rejected)).toMatchObject({
      action: "hold",
      reason: "rejected-recently",
    });
    expect(decide([match("red")], rejected)).toMatchObject({ action: "open" });
    expect(decide([match("warning")], known({ state: "rejected", endedAt: daysAgo(15) }))).toMatchObject({
      action: "open",
    });
  });
  it("is not held because of a rejection in another story, for example of imported history", () => {
    const history = known({
      state: "rejected",
      endedAt: daysAgo(0),
      firstResultAt: daysAgo(700),
      lastResultAt: daysAgo(700),
    });
    expect(decide([match("red")], history)).toMatchObject({ action: "open", reason: "outside-the-window" });
  });
  it("opens again after the earlier alert was withdrawn or expired", () => {
    expect(decide([match("warning")], known({ state: "ended" }))).toMatchObject({
      action: "open",
      reason: "earlier-one-ended",
    });
  });
});

describe("what belongs together", () => {
  it("is never told by the logo alone: strength belongs to form, colour and logo together", () => {
    const strength = match("warning", "confirmed-quantity", "strength");
    const key = groupKey(sample(), strength);
    expect(groupKey(sample({ colour: "pink" }), strength)).not.toBe(key);
    expect(groupKey(sample({ form: "powder" }), strength)).not.toBe(key);
    expect(groupKey(sample({ colour: " White ", logo: "BAR" }), strength)).toBe(key);
  });
  it("differs in nothing but the substance when a better result names it", () => {
    const strip = groupKey(sample(), { ...match("red"), substanceId: "unspecified-nitazene" });
    expect(isSameButSubstance(strip, groupKey(sample(), match("red")))).toBe(true);
    expect(isSameButSubstance(strip, groupKey(sample({ area: "DE-BE" }), match("red")))).toBe(false);
  });
  it("keeps areas and expectations apart", () => {
    const key = groupKey(sample(), match("warning"));
    expect(groupKey(sample({ area: "PL-12" }), match("warning"))).not.toBe(key);
    expect(groupKey(sample({ expectedSubstanceId: "diazepam" }), match("warning"))).not.toBe(key);
    expect(groupKey(sample({ colour: "blue", logo: undefined }), match("warning"))).toBe(key);
  });
  it("is the alert whose window holds the result, else the latest", () => {
    const early = known({ alertId: "early", firstResultAt: daysAgo(100), lastResultAt: daysAgo(90) });
    const late = known({ alertId: "late" });
    expect(alertFor([early, late], daysAgo(95))?.alertId).toBe("early");
    expect(alertFor([early, late], daysAgo(50))?.alertId).toBe("late");
  });
  it("is what is open before what has ended, in any order", () => {
    const ended = known({ alertId: "x", state: "ended", lastResultAt: daysAgo(1) });
    const open = known({ alertId: "y", state: "open", lastResultAt: daysAgo(2) });
    for (const alerts of [
      [ended, open],
      [open, ended],
    ])
      expect(alertFor(alerts, daysAgo(2))?.alertId).toBe("y");
  });
});

describe("where an alert stands", () => {
  const revision = (number: number, overrides: Partial<RevisionSummary>): RevisionSummary => ({
    revision: number,
    state: "published",
    msgType: "Alert",
    level: "warning",
    grade: "confirmed-identity",
    closedAt: undefined,
    closedByPerson: false,
    ...overrides,
  });
  const alert = {
    alertId: "a",
    substanceId: "metonitazene",
    firstResultAt: daysAgo(3),
    lastResultAt: daysAgo(1),
  };

  it("is told by the open draft, then by what is published", () => {
    expect(
      knownAlert(alert, [revision(1, {}), revision(2, { state: "draft", level: "red" })], NOW),
    ).toMatchObject({ state: "open", level: "red" });
    expect(knownAlert(alert, [revision(1, {})], NOW)).toMatchObject({ state: "published", level: "warning" });
  });
  it("remembers an update that was rejected lately, so that it is not drafted again at once", () => {
    const rejected = revision(2, {
      state: "discarded",
      level: "red",
      closedAt: daysAgo(2),
      closedByPerson: true,
    });
    expect(knownAlert(alert, [revision(1, {}), rejected], NOW)).toMatchObject({
      state: "published",
      level: "red",
    });
  });
  it("has ended, not been rejected, when the machine discarded a draft whose last sample was corrected", () => {
    const discarded = revision(1, { state: "discarded", closedAt: daysAgo(1) });
    expect(knownAlert(alert, [discarded], NOW)).toMatchObject({ state: "ended" });
    expect(knownAlert(alert, [{ ...discarded, closedByPerson: true }], NOW)).toMatchObject({
      state: "rejected",
    });
  });
  it("has ended once it was withdrawn", () => {
    expect(
      knownAlert(alert, [revision(1, { state: "withdrawn" }), revision(2, { msgType: "Cancel" })], NOW),
    ).toMatchObject({ state: "ended" });
  });
});

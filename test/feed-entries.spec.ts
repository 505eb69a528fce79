import { describe, expect, test } from "vitest";
import type { AlertContent } from "../src/domain/alert-content.ts";
import { feedEntries } from "../src/domain/feed-entries.ts";
import type { Bucket } from "../src/domain/feed-name.ts";
import { materialChange } from "../src/domain/material-change.ts";
import type { PublishedAlert } from "../src/domain/published-alert.ts";
import { aContent, anAlert, aWithdrawal, daysAgo, minutesAgo, NOW } from "./support/invented-alerts.ts";
import { EVERYTHING, snapshotOf } from "./support/rendered-feed.ts";

const read = (alerts: readonly PublishedAlert[], bucket: Bucket = EVERYTHING, now = NOW) =>
  feedEntries(snapshotOf(alerts), bucket, now);
const namesOf = (...asked: Parameters<typeof read>) =>
  read(...asked).entries.map(({ alertId, entry, standing }) => `${alertId}/${entry} ${standing}`);

describe("a change that people must hear of", () => {
  const { en } = aContent().texts;
  const said = (changes: Partial<NonNullable<typeof en>>) => ({ texts: { en: { ...en!, ...changes } } });

  test.each<[string, Partial<AlertContent>, string]>([
    ["level", { level: "red" }, "the level went from warning to red"],
    ["grade", { grade: "presumptive" }, "the grade went from confirmed-quantity to presumptive"],
    [
      "substance",
      { substance: { id: "pma", name: "PMA" } },
      "the substance went from MDMA (mdma) to PMA (pma)",
    ],
    ["expected name", { expectedName: undefined }, "the expected name went from ecstasy to not known"],
    ["form", { form: "capsule" }, "the form went from tablet to capsule"],
    ["area", { area: { code: "PL", name: "Poland", path: ["PL"] } }, "the area went from PL-14 to PL"],
    ["audience", { audience: "outreach" }, "the audience went from public to outreach"],
    ["term", { expiresAfterDays: 7 }, "the term went from 14 days to 7 days"],
    ["instruction", said({ instruction: "Wait three hours." }), "the instruction changed (en)"],
    ["language", { texts: { pl: en! } }, "it is said in another language"],
  ])("is one of the %s", (_, changes, because) => {
    expect(materialChange(aContent(), aContent(changes))).toBe(because);
  });

  test.each<[string, Partial<AlertContent>]>([
    ["headline, summary and push text", said({ headline: "A", summary: "B", push: "C" })],
    ["spaces of the instruction", said({ instruction: `${en?.instruction.replaceAll("\n", " \n\n ")} ` })],
    ["appearance", { appearance: undefined }],
    ["samples and dates", { samples: 9, resultsFrom: "2026-07-01", resultsTo: "2026-07-05" }],
    ["reasons and methods", { reasons: ["another"], methods: ["another"] }],
    ["languages, when one is added", { texts: { en: en!, pl: en! } }],
  ])("is not one of the %s", (_, changes) => {
    expect(materialChange(aContent(), aContent(changes))).toBeUndefined();
  });
});

const alert = (alertId: string, publishedAt: Date, changes: Partial<PublishedAlert> = {}) =>
  anAlert({ alertId, publishedAt, firstPublishedAt: publishedAt, ...changes });
const ended = (count: number, at: (index: number) => Date) =>
  Array.from({ length: count }, (_, index) =>
    alert(`ended-${index}`, at(index), { state: "expired", expiresAt: at(index) }),
  );

describe("the entries of a feed", () => {
  test("are those of every alert, newest first, whatever the order of the snapshot", () => {
    const alerts = [
      aWithdrawal({ alertId: "a", revision: 4 }),
      anAlert(
        { alertId: "a", revision: 3, state: "withdrawn", publishedAt: minutesAgo(30) },
        { level: "red", samples: 2 },
      ),
      anAlert(
        { alertId: "a", revision: 2, state: "superseded", publishedAt: minutesAgo(60) },
        { level: "red" },
      ),
      anAlert({ alertId: "a", revision: 1, state: "superseded" }),
      alert("b", minutesAgo(45)),
    ];
    const names = ["a/4 withdrawal", "b/1 current", "a/2 withdrawn", "a/1 replaced"];
    expect(namesOf(alerts)).toEqual(names);
    expect(namesOf(alerts.toReversed())).toEqual(names);
    const [withdrawal, , second] = read(alerts).entries;
    expect(withdrawal?.former).toEqual([2, 1]);
    expect(second?.revisions.map(({ revision }) => revision)).toEqual([3, 2]);
    expect(second?.updatedAt).toEqual(minutesAgo(20));
  });

  test("keep every current alert, and of the others ninety days or a hundred entries, whichever is more", () => {
    const current = alert("current", daysAgo(200), { expiresAt: daysAgo(-1) });
    expect(read([...ended(130, () => daysAgo(89)), current]).entries).toHaveLength(131);
    expect(read([...ended(130, () => daysAgo(91)), current]).entries).toHaveLength(100);
    expect(namesOf([...ended(130, () => daysAgo(91)), current]).at(-1)).toBe("current/1 current");
    expect(read(ended(60, () => daysAgo(300))).entries).toHaveLength(60);
  });

  test("of a period are those that began, changed or ended within it, current or not", () => {
    const alerts = [
      alert("today", minutesAgo(5)),
      alert("last week", daysAgo(6)),
      alert("long ago", daysAgo(13)),
      alert("ended today", daysAgo(13), { state: "expired", expiresAt: minutesAgo(5) }),
    ];
    const day = { kind: "period", floor: "all", period: "day" } as const;
    expect(namesOf(alerts, day)).toEqual(["today/1 current", "ended today/1 expired"]);
    expect(namesOf(alerts, { ...day, period: "week" })).toHaveLength(3);
    expect(namesOf(alerts, { ...day, period: "month" })).toHaveLength(4);
  });

  test("of a level are those of that level and graver", () => {
    const alerts = [anAlert({ alertId: "w" }), anAlert({ alertId: "r" }, { level: "red" })];
    const at = (floor: "red" | "warning" | "caution" | "all") =>
      namesOf(alerts, { kind: "period", floor, period: "month" }).length;
    expect([at("red"), at("warning"), at("caution"), at("all")]).toEqual([1, 2, 2, 2]);
  });

  test("of a place or a family of substances lie within it, and stay when the alert moves on", () => {
    const moved = anAlert(
      { revision: 2, msgType: "Update", publishedAt: minutesAgo(5) },
      { area: { code: "IE", name: "Ireland", path: ["IE"] } },
    );
    const alerts = [moved, anAlert({ state: "superseded" })];
    const region = (code: string) => read(alerts, { kind: "region", code, name: code }).entries;
    expect(region("PL").map(({ standing }) => standing)).toEqual(["replaced"]);
    expect(region("IE").map(({ standing }) => standing)).toEqual(["current"]);
    expect(region("DE")).toEqual([]);
    const family = (classId: string) => read(alerts, { kind: "substance", classId, name: classId }).entries;
    expect([family("stimulant").length, family("opioid").length]).toEqual([2, 0]);
  });
});

describe("when a feed changes", () => {
  const week = { kind: "period", floor: "all", period: "week" } as const;

  test("it changes next when an alert expires or an entry leaves", () => {
    const current = alert("current", daysAgo(2), { expiresAt: daysAgo(-9) });
    expect(read([current]).changesAt).toEqual(daysAgo(-9));
    expect(read([current], week).changesAt).toEqual(daysAgo(-5));
    const left = read([current], week, daysAgo(-6));
    expect(left).toMatchObject({ entries: [], modifiedAt: daysAgo(-5), changesAt: daysAgo(-9) });
    const back = read([current], week, daysAgo(-9));
    expect(back).toMatchObject({
      entries: [{ standing: "expired" }],
      modifiedAt: daysAgo(-9),
      changesAt: daysAgo(-16),
    });
  });

  test("it has never changed while nothing was ever in it, and will not by itself", () => {
    expect(read([])).toEqual({ entries: [], modifiedAt: new Date(0), changesAt: undefined });
  });
});

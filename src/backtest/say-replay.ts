import type { Knowledge } from "../domain/knowledge.ts";
import type { Lead } from "./lead-days.ts";
import type { Replay, ReplayedAlert } from "./replay-history.ts";
import { layOutTable } from "../lay-out-table.ts";

const share = (part: number, whole: number): string =>
  whole === 0 ? "0 %" : `${((100 * part) / whole).toFixed(1)} %`;

const countBy = (keys: readonly string[]): [string, number][] =>
  [...Map.groupBy(keys, (key) => key)].map(([key, all]): [string, number] => [key, all.length]);

/** A replay in words: how much of it there would have been, where and when, by which rules, and every draft with its samples. */
export function sayReplay(replay: Replay, leads: readonly Lead[], knowledge: Knowledge): string {
  const { samples, notices, alerts } = replay;
  return [
    `${samples} samples: ${notices.length} notices (${share(notices.length, samples)}), ${alerts.length} drafted alerts (${share(alerts.length, samples)}), ${alerts.filter((one) => one.msgType === "Alert").length} of them new and the others with new samples.`,
    ...sayRejected(alerts),
    ...section("By month and area", byMonth(replay, knowledge)),
    ...section("By rule", byRule(replay)),
    ...(leads.length === 0 ? [] : section("Public alerts", leads.map(sayLead).join("\n"))),
    ...(alerts.length === 0
      ? []
      : section("Drafted alerts", alerts.map((one) => sayAlert(one, knowledge)).join("\n"))),
  ].join("\n");
}

function sayRejected(alerts: readonly ReplayedAlert[]): string[] {
  const rejected = alerts.filter((alert) => alert.rejected !== undefined).length;
  return rejected === 0
    ? []
    : [`${rejected} of the drafted alerts are about samples of which a reviewer rejected the draft.`];
}

const section = (title: string, text: string): string[] => ["", title, text];

function byMonth({ notices, alerts }: Replay, knowledge: Knowledge): string {
  const keyOf = ({ date, area }: { date: string; area: string }) =>
    `${date.slice(0, 7)}|${knowledge.areas.nameOf(area)}`;
  const noticesOf = new Map(countBy(notices.map(keyOf)));
  const alertsOf = new Map(countBy(alerts.map(keyOf)));
  const rows = [...new Set([...noticesOf.keys(), ...alertsOf.keys()])].sort();
  return layOutTable(
    ["month", "area", "notices", "alerts"],
    rows.map((key) => [...key.split("|"), String(noticesOf.get(key) ?? 0), String(alertsOf.get(key) ?? 0)]),
  );
}

function byRule({ notices, alerts }: Replay): string {
  const inAlerts = new Map(countBy(alerts.flatMap(({ rules }) => rules)));
  const rows = countBy(notices.flatMap(({ rules }) => rules)).sort((a, b) => b[1] - a[1]);
  return layOutTable(
    ["rule", "samples", "alerts"],
    rows.map(([rule, count]) => [rule, String(count), String(inAlerts.get(rule) ?? 0)]),
  );
}

function sayLead({ event, alert, hadSamples, leadDays }: Lead): string {
  const what = `${event.id} ${event.words} (${event.date})`;
  if (!alert || leadDays === undefined)
    return `${what}: ${hadSamples ? "nothing was drafted within 90 days" : "no samples from there in the 90 days before"}`;
  const when =
    leadDays === 0 ? "the same day" : leadDays > 0 ? `${leadDays} days before` : `${-leadDays} days after`;
  return `${what}: drafted ${alert.date}, ${when}`;
}

export function sayAlert(alert: ReplayedAlert, { areas, catalogue }: Knowledge): string {
  const head = `${alert.date}  ${alert.msgType === "Alert" ? "new   " : "update"}  ${alert.level}, ${alert.grade}: ${alert.substances.join(", ")}${alert.expected === null ? "" : `, expected ${catalogue.byId(alert.expected)?.name ?? alert.expected}`}, ${areas.nameOf(alert.area)}`;
  return [
    head,
    ...alert.reasons.map((reason) => `    ${reason}`),
    ...(alert.rejected === undefined ? [] : [`    rejected by a reviewer: ${alert.rejected}`]),
    `    samples: ${alert.samples.join(", ")}`,
  ].join("\n");
}

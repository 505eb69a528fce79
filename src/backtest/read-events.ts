import type { Knowledge } from "../domain/knowledge.ts";
import { foldName } from "../domain/fold-name.ts";
import { openRecords } from "../import/open-records.ts";
import { textOf } from "../import/row.ts";

/** A public alert of the past, to be compared with what would have been drafted. */
export interface PublicEvent {
  id: string;
  /** As it stands in the file. */
  words: string;
  /** YYYY-MM-DD. */
  date: string;
  /** Substances or classes that the words mean. */
  targets: ReadonlySet<string>;
  area: string | undefined;
}

export type Events =
  | { outcome: "read"; events: PublicEvent[]; unread: string[] }
  | { outcome: "refused"; because: string };

const COLUMNS = ["event_id", "substance", "region", "public_alert_date"] as const;

/** Reads dated public alerts from a CSV file. An event whose words mean no substance or area that is known here is named, and left out. */
export async function readEvents(file: string, knowledge: Knowledge): Promise<Events> {
  const records = await openRecords(file, { format: "csv", delimiter: ",", encoding: "utf-8" }, [...COLUMNS]);
  if (records.outcome === "refused") return records;
  const events: PublicEvent[] = [];
  const unread: string[] = [];
  for await (const { cells } of records.rows) {
    const [id, substance, region, date] = COLUMNS.map((column) => textOf(cells, column));
    if (!id || !substance || !date || !/^\d{4}-\d\d-\d\d$/.test(date)) {
      unread.push(`${id || "a row"}: needs event_id, substance and public_alert_date as YYYY-MM-DD`);
      continue;
    }
    const targets = targetsIn(substance, knowledge);
    const area = longestKnown(region ?? "", (words) => knowledge.areas.find(words)?.code);
    if (targets.size === 0) unread.push(`${id}: no known substance in "${substance}"`);
    else if (area === undefined) unread.push(`${id}: no known area in "${region}"`);
    else events.push({ id, words: `${substance}, ${region}`, date, targets, area });
  }
  return { outcome: "read", events, unread };
}

/** The substance or class that the first words mean: "fentanyl >= 2-5x usual strength" is about fentanyl. */
function targetsIn(words: string, { catalogue }: Knowledge): Set<string> {
  const classes = new Map(
    catalogue.substanceClasses.flatMap(({ id, name }) => [
      [foldName(id), id],
      [foldName(name), id],
      [foldName(`${name}s`), id],
    ]),
  );
  const found = longestKnown(words, (part) => {
    const known = catalogue.find(part);
    return known?.outcome === "resolved" ? known.substanceId : classes.get(foldName(part));
  });
  return new Set(found === undefined ? [] : [found]);
}

/** Tries all the words, then ever fewer from the beginning. */
function longestKnown(text: string, find: (words: string) => string | undefined): string | undefined {
  const words = text.trim().split(/\s+/);
  for (let count = words.length; count > 0; count--) {
    const found = find(words.slice(0, count).join(" "));
    if (found !== undefined) return found;
  }
  return undefined;
}

import { parseAccept } from "hono/utils/accept";

/** What a list of alerts can be asked for as, what is preferred first, and how the feed of the same ends. */
export const ALERT_TYPES = {
  "application/json": undefined,
  "application/geo+json": "geojson",
  "application/atom+xml": "atom",
  "application/rss+xml": "rss",
  "application/feed+json": "json",
} as const;
export type AlertType = keyof typeof ALERT_TYPES;

/** The type that an `Accept` header (RFC 9110 §12.5.1) wants most; undefined when it wants none of them. */
export function chooseType(accept: string | undefined): AlertType | undefined {
  if (accept === undefined || accept.trim() === "") return "application/json";
  const wishes = parseAccept(accept.toLowerCase());
  const weightOf = (type: string): number => {
    const ranges = [type, "application/*", "*/*"];
    const found = ranges.map((range) => wishes.find((wish) => wish.type === range)).find((wish) => wish);
    return found?.q ?? 0;
  };
  const types = Object.keys(ALERT_TYPES) as AlertType[];
  const best = types.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
  return weightOf(best) > 0 ? best : undefined;
}

import { sayDuration } from "./say-time.ts";
import type { Site } from "./site.ts";

/** Older than this, every page says how old it is. A copy is looked after every minute. */
const OLD_MS = 10 * 60_000;

/** The site as a copy of this age has to speak: an old one says so on every page. */
export function siteOfCopy(site: Site, takenAt: Date, now: Date): Site {
  const ageMs = now.getTime() - takenAt.getTime();
  if (ageMs <= OLD_MS) return site;
  return {
    ...site,
    remark: `This copy is ${sayDuration(ageMs)} old; the service cannot be reached. There may be newer alerts.`,
  };
}

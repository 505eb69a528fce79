import { type Notice, SampleWithNotice } from "./answers.ts";
import { until } from "./open-client.ts";
import type { Night } from "./open-night.ts";
import type { Steps } from "./show-steps.ts";
import type { SubmittedNight } from "./submit-results.ts";

export interface Matched {
  at: Date;
  /** Alerts that were opened. */
  dangerous: string;
  strong: string;
}

/** What was decided about a sample as it stands from this revision on; asked for until it is there. */
export const noticeOf = (night: Night, sampleId: string, fromRevision = 1): Promise<Notice> =>
  until("the sample's notice", async () => {
    const { revision, notice } = await night.tent.get(`/v1/samples/${sampleId}`, SampleWithNotice);
    return revision >= fromRevision && notice ? notice : undefined;
  });

const alertOf = ({ decision, reason, alertId }: Notice): string => {
  if (alertId === null) throw new Error(`no alert was opened: ${decision}, ${reason}`);
  return alertId;
};

/** Waits for the machine's judgement of every sample, and tells what it is and why. */
export async function awaitMatches(night: Night, { samples }: SubmittedNight, show: Steps): Promise<Matched> {
  const { ordinary, noticed, strong, dangerous, waiting } = samples;
  const notices = await Promise.all(
    [dangerous, strong, waiting, noticed, ...ordinary].map(async (sample) => ({
      sampleCode: sample.sampleCode,
      notice: await noticeOf(night, sample.id),
    })),
  );
  const at = new Date();
  const matched = notices.filter(({ notice }) => notice.matches.length > 0);
  show.step(`Matched: ${matched.length} of ${notices.length} cross a published threshold`, at);
  for (const { sampleCode, notice } of matched)
    for (const match of notice.matches)
      if (match.level === notice.level) show.detail(`${match.level}: ${match.reason}`, sampleCode);

  const [forDangerous, forStrong, , forNoticed] = notices.map(({ notice }) => notice);
  if (!forDangerous || !forStrong || !forNoticed) throw new Error("a notice is missing");
  show.step(`Notice: ${noticed.sampleCode} concerns the tent alone`);
  show.detail(forNoticed.caveat);
  return { at, dangerous: alertOf(forDangerous), strong: alertOf(forStrong) };
}

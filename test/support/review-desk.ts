import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { AlertUnderReview, QueueEntry, RevisionUnderReview } from "../../src/domain/review.ts";
import type { ReviewAction } from "../../src/http/review-actions.ts";
import { aFalseBenzodiazepine, aSession, aTablet } from "./invented-samples.ts";
import type { ApiAnswer, RunningTocsin } from "./running-tocsin.ts";

type Submission = Record<string, unknown> & { id: string };
interface Notice {
  decision: string;
  reason: string;
  level: string;
  alertId: string;
}

/** Words of a reviewer, in place of the machine's. */
export const WORDS = {
  headline: "Expected alprazolam, found something much stronger",
  push: "Expected alprazolam, found a nitazene. Read before use.",
  summary: "An invented summary.\nOf two lines.",
  instruction: "Do not use alone.",
};

type Opened = Notice & { sample: Submission; session: Submission };

export interface ReviewDesk {
  /** A session in an area that no other has used, so that its alerts are a story of their own. */
  openSession(): Promise<Submission>;
  openSessionIn(area: string): Promise<Submission>;
  /** Submits a sample and waits until it is matched and decided. */
  submit(sample: Submission): Promise<Notice>;
  /** A new story of its own: a draft at the level red. */
  openRed(): Promise<Opened>;
  /** The same at the level warning: a strong tablet. */
  openWarning(): Promise<Opened>;
  /** Waits until the sample's revision is decided. */
  noticeOf(sampleId: string, revision?: number): Promise<Notice>;
  queue(): Promise<QueueEntry[]>;
  alert(alertId: string): Promise<AlertUnderReview>;
  newest(alertId: string): Promise<RevisionUnderReview>;
  act(key: string, alertId: string, action: ReviewAction, body?: unknown): Promise<ApiAnswer>;
  /** Approves the newest revision as it stands. */
  approve(key: string, alertId: string): Promise<ApiAnswer>;
}

const expectStatus = (answer: ApiAnswer, status: ContentfulStatusCode): ApiAnswer => {
  if (answer.status !== status) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
};

/** What reviewers and the sessions that they read of do over HTTP. `submitKey` submits and reads, `reviewKey` looks. */
export function reviewDesk(tocsin: RunningTocsin, submitKey: string, reviewKey: string): ReviewDesk {
  const regions = tocsin.installation.knowledge.areas.all().filter(({ code }) => code.includes("-"));
  const areas = regions.map(({ code }) => code).values();
  const desk: ReviewDesk = {
    async openSession() {
      const area = areas.next().value;
      if (area === undefined) throw new Error("no area is left");
      return desk.openSessionIn(area);
    },
    async openSessionIn(area) {
      const session = aSession({ area });
      expectStatus(await tocsin.call("POST", "/v1/sessions", submitKey, session), 201);
      return session;
    },
    async submit(sample) {
      expectStatus(await tocsin.call("POST", "/v1/samples", submitKey, sample), 201);
      return desk.noticeOf(sample.id);
    },
    async openRed() {
      const session = await desk.openSession();
      const sample = aFalseBenzodiazepine(session.id);
      return { ...(await desk.submit(sample)), sample, session };
    },
    async openWarning() {
      const session = await desk.openSession();
      const sample = aTablet(session.id, 230);
      return { ...(await desk.submit(sample)), sample, session };
    },
    async noticeOf(sampleId, revision = 1) {
      const { body } = await tocsin.until(
        () => tocsin.call("GET", `/v1/samples/${sampleId}`, submitKey),
        (answer) => answer.body.revision === revision && answer.body.notice !== null,
      );
      return body.notice;
    },
    queue: async () => (await tocsin.call("GET", "/v1/review/alerts", reviewKey)).body.entries,
    alert: async (alertId) =>
      expectStatus(await tocsin.call("GET", `/v1/review/alerts/${alertId}`, reviewKey), 200).body,
    async newest(alertId) {
      const [newest] = (await desk.alert(alertId)).revisions;
      if (!newest) throw new Error("an alert without a revision");
      return newest;
    },
    act: (key, alertId, action, body = {}) =>
      tocsin.call("POST", `/v1/review/alerts/${alertId}/${action}`, key, body),
    approve: async (key, alertId) =>
      desk.act(key, alertId, "approve", { contentHash: (await desk.newest(alertId)).contentHash }),
  };
  return desk;
}

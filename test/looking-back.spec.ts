import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aTablet, anAnalysis } from "./support/invented-samples.ts";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

describe("a result beside those that came before", () => {
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  let submitKey: string;
  let anna: string;
  beforeAll(async () => {
    tocsin = await runTocsin();
    submitKey = await tocsin.key(["submit", "read"]);
    anna = await tocsin.reviewerKey("Anna");
    desk = reviewDesk(tocsin, submitKey, anna);
  });
  afterAll(() => tocsin?.stop());

  const aPowder = (sessionId: string, percent: number, analysedAt: string, substance = "heroin") =>
    aTablet(sessionId, 1, {
      expectedSubstance: substance,
      form: "powder",
      appearance: { colour: "brown" },
      analyses: [
        anAnalysis([{ substance, amount: { kind: "percent-by-weight", value: percent } }], { analysedAt }),
      ],
    });
  const reasonsOf = async (alertId: string) => (await desk.newest(alertId)).content.reasons;

  it("is an alert when it is far stronger than what was usual in the area, and says by how much", async () => {
    const session = await desk.openSession();
    const usual = Array.from({ length: 40 }, (_, index) =>
      aPowder(session.id, 10 + (index % 5), daysAgo(2 + index)),
    );
    expect((await tocsin.call("POST", "/v1/samples", submitKey, usual)).body).toMatchObject({ accepted: 40 });
    const { decision, alertId, level } = await desk.submit(aPowder(session.id, 45, daysAgo(0)));
    expect([decision, level]).toEqual(["open", "warning"]);
    expect(await reasonsOf(alertId)).toEqual([
      expect.stringMatching(
        /^heroin 45 % by weight, above 14 %, the 99th percentile and 3\.75 times 12 %, the median of 40 samples in .+ in the last 180 days \(proposed by Tocsin, warning level\)/,
      ),
    ]);
    expect((await desk.newest(alertId)).content.thresholdNotAdopted).toBe(true);
  });

  it("counts one level less when its uncertainty reaches back to what is usual, and says so", async () => {
    const session = await desk.openSession();
    const usual = Array.from({ length: 40 }, (_, index) =>
      aPowder(session.id, 10 + (index % 5), daysAgo(2 + index)),
    );
    await tocsin.call("POST", "/v1/samples", submitKey, usual);
    const doubtful = aTablet(session.id, 1, {
      expectedSubstance: "heroin",
      form: "powder",
      analyses: [
        anAnalysis([
          { substance: "heroin", amount: { kind: "percent-by-weight", value: 45, uncertainty: 25 } },
        ]),
      ],
    });
    const { decision, level } = await desk.submit(doubtful);
    expect([decision, level]).toEqual(["notice", "caution"]);
    const { body } = await tocsin.call("GET", `/v1/samples/${doubtful.id}`, submitKey);
    expect(JSON.stringify(body)).toContain("within the stated uncertainty of 25 %");
  });

  it("says nothing of what is usual where too little was measured", async () => {
    const session = await desk.openSession();
    expect(await desk.submit(aPowder(session.id, 60, daysAgo(1), "ketamine"))).toMatchObject({
      decision: "none",
    });
  });

  it("becomes an alert with two others like it, which are all behind it", async () => {
    const session = await desk.openSession();
    const strong = () => aTablet(session.id, 150);
    expect((await desk.submit(strong())).decision).toBe("notice");
    expect((await desk.submit(strong())).decision).toBe("notice");
    const third = await desk.submit(strong());
    expect(third).toMatchObject({ decision: "open", level: "warning", reason: "cluster" });
    const { content } = await desk.newest(third.alertId);
    expect(content).toMatchObject({ level: "warning", samples: 3 });
    expect(content.reasons).toContain("At least 3 samples within 14 days: one level more");
    const fourth = await desk.submit(strong());
    expect(fourth).toMatchObject({ decision: "update", alertId: third.alertId, level: "warning" });
    expect((await desk.newest(third.alertId)).content.samples).toBe(4);
  });

  it("becomes an alert also when all three come in one batch", async () => {
    const session = await desk.openSession();
    const batch = [1, 2, 3].map(() => aTablet(session.id, 150));
    await tocsin.call("POST", "/v1/samples", submitKey, batch);
    const notices = await Promise.all(batch.map(({ id }) => desk.noticeOf(id)));
    const alertId = notices.find(({ decision }) => decision === "open")?.alertId ?? "";
    expect((await desk.newest(alertId)).content).toMatchObject({ level: "warning", samples: 3 });
  });

  it("has the others behind it also when an earlier alert about them has ended", async () => {
    const session = await desk.openSession();
    const { alertId: ended } = await desk.submit(aTablet(session.id, 230));
    await desk.submit(aTablet(session.id, 230));
    await desk.approve(anna, ended);
    await desk.act(anna, ended, "withdraw", { reason: "The words were wrong." });
    const third = await desk.submit(aTablet(session.id, 230));
    expect(third).toMatchObject({ decision: "open", level: "red" });
    expect((await desk.newest(third.alertId)).content).toMatchObject({ level: "red", samples: 3 });
  });

  it("becomes an alert when another organisation finds the same", async () => {
    const session = await desk.openSession();
    expect((await desk.submit(aTablet(session.id, 150))).decision).toBe("notice");
    const otherKey = await tocsin.key(["submit", "read"], "Day Owl");
    const other = reviewDesk(tocsin, otherKey, anna);
    const theirs = await other.openSessionIn(String(session["area"]));
    const { decision, alertId } = await other.submit(aTablet(theirs.id, 150));
    expect(decision).toBe("open");
    expect((await desk.newest(alertId)).content).toMatchObject({ level: "warning", samples: 2 });
  });
});

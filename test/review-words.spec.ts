import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

describe("the words of an alert, before they are published", () => {
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  let anna: string;
  beforeAll(async () => {
    tocsin = await runTocsin();
    anna = await tocsin.reviewerKey("Anna");
    desk = reviewDesk(tocsin, await tocsin.key(["submit", "read"]), anna);
  });
  afterAll(() => tocsin?.stop());

  const editPolish = async (alertId: string, push: string) => {
    const { contentHash, content } = await desk.newest(alertId);
    const pl = content.texts["pl"];
    return desk.act(anna, alertId, "edit", { contentHash, texts: { pl: { ...pl, push } } });
  };

  it("are drafted in English and in Polish, and need no change", async () => {
    const { alertId } = await desk.openRed();
    const { content, textRemarks } = await desk.newest(alertId);
    expect(Object.keys(content.texts)).toEqual(["en", "pl"]);
    expect(textRemarks).toEqual([]);
  });

  it("may be saved with a promise in them, which is said; they are not approved until it is gone", async () => {
    const { alertId } = await desk.openWarning();
    const edited = await editPolish(alertId, "To jest bezpieczne.");
    const remark = { severity: "refuse", language: "pl", field: "push", words: "bezpieczne" };
    expect(edited).toMatchObject({ status: 200, body: { outcome: "edited", remarks: [remark] } });
    expect((await desk.newest(alertId)).textRemarks).toMatchObject([remark]);

    const refused = await desk.approve(anna, alertId);
    expect(refused).toMatchObject({
      status: 422,
      body: {
        type: "urn:tocsin:problem:words-refused",
        errors: [{ pointer: "#/texts/pl/push", detail: expect.stringContaining("“bezpieczne” reads as") }],
      },
    });
    expect(await desk.newest(alertId)).toMatchObject({ state: "in-review", approvals: [] });

    await editPolish(alertId, "Zacznij od małej części i poczekaj.");
    expect((await desk.approve(anna, alertId)).body).toMatchObject({ outcome: "published" });
  });

  it("of a withdrawal are in both languages, and its reason promises nothing either", async () => {
    const { alertId } = await desk.openWarning();
    await desk.approve(anna, alertId);
    const refused = await desk.act(anna, alertId, "withdraw", { reason: "The tablets are safe after all." });
    expect(refused).toMatchObject({ status: 422, body: { type: "urn:tocsin:problem:words-refused" } });
    expect(await desk.newest(alertId)).toMatchObject({ state: "published", msgType: "Alert" });

    const withdrawn = await desk.act(anna, alertId, "withdraw", { reason: "two samples were exchanged" });
    expect(withdrawn.body).toMatchObject({ outcome: "withdrawn" });
    const { content } = await desk.newest(alertId);
    expect(content.texts["en"]?.summary).toContain("because two samples were exchanged.");
    expect(content.texts["pl"]?.summary).toBe(
      "Ten alert wycofano. Powód: two samples were exchanged. Skład tego, co jest w obiegu, wciąż się zmienia.",
    );
  });
});

import { describe, expect, test } from "vitest";
import type { HelpLine } from "../src/domain/help-line.ts";
import { reviewAlertPage } from "../src/render/review-alert-page.ts";
import { reviewQueuePage } from "../src/render/review-queue-page.ts";
import {
  ALERT_ID,
  anAlertUnderReview,
  aQueueEntry,
  aRevision,
  daysAgo,
  minutesAgo,
  NOW,
  SITE,
} from "./support/invented-alerts.ts";
import { withoutTags } from "./support/without-tags.ts";

const OLA = { name: "Ola" };

const underReview = (changes: Parameters<typeof aRevision>[0], level: "warning" | "red" = "warning") =>
  reviewAlertPage(SITE, OLA, anAlertUnderReview({ revisions: [aRevision(changes, { level })] }), NOW);

describe("reviewing", () => {
  test("the queue has the highest level first, then what has waited longest", () => {
    const page = reviewQueuePage(
      SITE,
      OLA,
      [
        aQueueEntry({ alertId: "fresh" }),
        aQueueEntry({ alertId: "waiting", draftedAt: daysAgo(1) }),
        aQueueEntry({ alertId: "grave" }, { level: "red" }),
      ],
      0,
      NOW,
    );
    const order = ["grave", "waiting", "fresh"].map((id) => page.indexOf(`/review/alerts/${id}"`));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(withoutTags(page)).toContain("Waiting for 24 hours");
  });

  test("the content that was read is the content that is approved", () => {
    const page = underReview({ contentHash: "b".repeat(64) });
    const form = new RegExp(`action="/review/alerts/${ALERT_ID}/approve"[\\s\\S]*?value="b{64}"`);
    expect(page).toMatch(form);
    expect(page).toContain("Approve and publish");
  });

  test("red asks to have read the evidence, and tells how many are still needed", () => {
    const page = underReview({ approvalsNeeded: 2 }, "red");
    expect(page).toMatch(/<input type="checkbox" required[^>]*>\s*<span>I have read the evidence/);
    expect(withoutTags(page)).toContain("0 of 2 approvals. 2 people must approve exactly the same text.");
    expect(underReview({})).not.toContain("I have read the evidence");
  });

  test("who has approved cannot approve again", () => {
    const approvals = [{ reviewer: "Ola", at: minutesAgo(5) }];
    const page = underReview({ approvals, approvalsNeeded: 2 }, "red");
    expect(page).toContain("You have approved this text.");
    expect(page).not.toContain("/approve");
  });

  test("evidence names rule, pack and version, and marks a threshold that nobody has adopted", () => {
    const words = withoutTags(underReview({}));
    expect(words).toContain("ch-saferparty 2026-01, rule mdma-tablet-warning");
    expect(words).toContain("rule unexpected-psychoactive threshold not yet adopted");
  });

  test("a published alert can be updated and withdrawn, not edited", () => {
    const page = underReview({ state: "published", publishedAt: NOW, expiresAt: NOW });
    expect(page).toContain(`/review/alerts/${ALERT_ID}/update`);
    expect(page).toContain(`/review/alerts/${ALERT_ID}/withdraw`);
    expect(page).not.toContain(`/review/alerts/${ALERT_ID}/edit`);
  });

  test("a text goes into its field and comes out unchanged", () => {
    const instruction = "First line\nSecond <line>";
    const texts = { en: { headline: "One", push: "Two", summary: "Three", instruction } };
    const page = reviewAlertPage(
      SITE,
      OLA,
      anAlertUnderReview({ revisions: [aRevision({}, { texts })] }),
      NOW,
    );
    // HTML drops the first line break in a text field, and only that one.
    expect(page).toMatch(/name="instruction"[^>]*>\nFirst line\nSecond &lt;line&gt;<\/textarea/);
  });

  test("the look can be edited beside the texts, also when there is none yet", () => {
    const page = (appearance: string | undefined) =>
      reviewAlertPage(SITE, OLA, anAlertUnderReview({ revisions: [aRevision({}, { appearance })] }), NOW);
    expect(page("blue <bell>")).toMatch(
      /<label for="appearance-en">Looks<[\s\S]*?name="appearance"[^>]*value="blue &lt;bell&gt;"/,
    );
    expect(page(undefined)).toMatch(/name="appearance"[^>]*value=""/);
  });

  test("what to change in the words stands below its field, and is read out with it", () => {
    const page = underReview({
      textRemarks: [
        { severity: "refuse", language: "en", field: "push", words: "harmless", because: "is a promise" },
        { severity: "warn", language: "en", field: "summary", words: "!", because: "shouts" },
        { severity: "refuse", language: "pl", field: "push", words: "niegroźny", because: "is a promise" },
      ],
    });
    const words = withoutTags(page);
    expect(words).toContain("2 remarks on these words, below each field. 1 must change before");
    expect(words).toContain("Cannot be published: “harmless” is a promise.");
    expect(words).toContain("Consider: “!” shouts.");
    expect(words).not.toContain("niegroźny");
    expect(page).toMatch(/id="push-en"[^>]*aria-describedby="push-en-hint push-en-remarks"/);
    expect(page).toMatch(/id="headline-en"[^>]*aria-describedby="headline-en-hint"/);
    expect(page).toContain('<ul class="lines" id="push-en-remarks">');
    expect(withoutTags(underReview({}))).not.toContain("remark");
  });

  test("help lines that nobody has checked of late are named, in their own area only", () => {
    const line = (id: string, area: string, verifiedOn: string): HelpLine => ({
      id,
      area,
      name: { en: id, pl: id },
      contact: "000 000 000",
      hours: { en: "always", pl: "zawsze" },
      languages: ["en"],
      source: "https://help.example.org",
      verifiedOn,
    });
    const lines = [
      line("stale here", "PL", "2024-01-01"),
      line("trusted here", "PL", "2026-07-01"),
      line("stale elsewhere", "DE", "2024-01-01"),
    ];
    const page = reviewAlertPage(
      SITE,
      OLA,
      anAlertUnderReview({ revisions: [aRevision()] }),
      NOW,
      undefined,
      lines,
    );
    expect(withoutTags(page)).toContain("stale here, 000 000 000 (checked on 2024-01-01).");
    expect(page).not.toMatch(/trusted here|stale elsewhere/);
  });

  test("what rests on old results alone cannot be approved", () => {
    const page = reviewAlertPage(SITE, OLA, anAlertUnderReview({ isHistory: true }), NOW);
    expect(withoutTags(page)).toContain("cannot be published");
    expect(page).not.toContain("/approve");
    expect(page).toContain("/reject");
  });

  test("a withdrawal is final", () => {
    const page = underReview({ msgType: "Cancel", state: "published", publishedAt: NOW, expiresAt: NOW });
    expect(withoutTags(page)).toContain("This alert is withdrawn.");
    expect(page).not.toMatch(/\/withdraw"|\/update"/);
  });
});

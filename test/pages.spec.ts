import { describe, expect, test } from "vitest";
import { alertPage } from "../src/render/alert-page.ts";
import { alertsPage } from "../src/render/alerts-page.ts";
import { invitationsPage } from "../src/render/invitations-page.ts";
import { managePage } from "../src/render/manage-page.ts";
import { messagePage } from "../src/render/message-page.ts";
import { reviewAlertPage } from "../src/render/review-alert-page.ts";
import { reviewQueuePage } from "../src/render/review-queue-page.ts";
import { signInPage } from "../src/render/sign-in-page.ts";
import type { Site } from "../src/render/site.ts";
import { subscribePage } from "../src/render/subscribe-page.ts";
import { withoutTags } from "./support/without-tags.ts";
import {
  aContent,
  anAlert,
  anAlertUnderReview,
  anEvidence,
  anInvitation,
  aQueueEntry,
  aRevision,
  aWithdrawal,
  daysAgo,
  NOW,
  SITE,
} from "./support/invented-alerts.ts";

const OLA = { name: "Ola" };

/** Every page, with the same words in every place where somebody else's words can stand. */
function everyPage(words: string, site: Site = SITE): Record<string, string> {
  const texts = { en: { headline: words, push: words, summary: words, instruction: words } };
  const named = {
    texts,
    appearance: words,
    expectedName: words,
    sender: words,
    reasons: [words],
    methods: [words],
    substance: { id: "mdma", name: words },
    area: { code: "PL-14", name: words, path: ["PL-14", "PL"] },
    withdrawnBecause: words,
  };
  const alert = anAlert({}, named);
  const withdrawal = aWithdrawal({ content: aContent(named) });
  const evidence = anEvidence({
    sampleCode: words,
    area: words,
    expectedName: words,
    colour: words,
    logo: words,
    findings: [{ name: words, presence: "detected", amount: words, method: words }],
    matches: [
      {
        ruleId: words,
        packId: words,
        packVersion: words,
        packStatus: "proposed",
        level: "red",
        reason: words,
      },
    ],
    decision: words,
  });
  const revision = aRevision({ editedBy: words, approvals: [{ reviewer: words, at: NOW }] }, named);
  const past = aRevision({ state: "discarded", closedReason: words }, named);
  const areas = [{ code: "PL", names: { en: words, pl: words }, aliases: [] }];
  const classes = [{ id: "opioid", name: words }];
  return {
    alerts: alertsPage(site, [alert, withdrawal], NOW),
    "no alerts": alertsPage(site, [], NOW),
    alert: alertPage(site, [anAlert({ revision: 2, msgType: "Update" }, named), alert], NOW) ?? "",
    "withdrawn alert": alertPage(site, [withdrawal, alert], NOW) ?? "",
    "expired alert": alertPage(site, [anAlert({ expiresAt: daysAgo(1) }, named)], NOW) ?? "",
    "alert for outreach teams": alertPage(site, [anAlert({}, { ...named, audience: "outreach" })], NOW) ?? "",
    subscribe: subscribePage(site, "key", areas, classes),
    "subscribe by invitation": subscribePage(site, "key", areas, classes, {
      organisation: words,
      token: words,
    }),
    "subscribe by an ended invitation": subscribePage(site, "key", areas, classes, "unusable"),
    invitations: invitationsPage(
      site,
      { name: words },
      [anInvitation({ name: words, createdBy: words }), anInvitation({ isUsable: false, revokedAt: NOW })],
      { link: words, message: words },
    ),
    manage: managePage(site, areas, classes),
    message: messagePage(site, words, words),
    "sign in": signInPage(site, words, false),
    "sign in first": signInPage(site, words, true),
    "review queue": reviewQueuePage(
      site,
      { name: words },
      [aQueueEntry({ attention: words }, named)],
      3,
      NOW,
    ),
    "review alert": reviewAlertPage(
      site,
      { name: words },
      anAlertUnderReview({ attention: words, revisions: [revision, past], evidence: [evidence] }),
      NOW,
      words,
    ),
    "review published": reviewAlertPage(
      site,
      OLA,
      anAlertUnderReview({
        revisions: [aRevision({ state: "published", publishedAt: NOW, expiresAt: NOW }, named)],
      }),
      NOW,
    ),
  };
}

const names = Object.keys(everyPage("plain"));
const pageNamed = (name: string, words: string, site?: Site): string => everyPage(words, site)[name] ?? "";
const countOf = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

describe.each(names)("the page: %s", (name) => {
  test("shows hostile text as text", () => {
    const page = pageNamed(
      name,
      `"><img src=x onerror=alert(1)></textarea><script>alert(2)</script>' onfocus='x`,
    );
    expect(page).not.toMatch(/<img|<script>|' onfocus='/);
    expect(pageNamed(name, "plain").match(/</g)?.length).toBe(page.match(/</g)?.length);
  });

  test("holds no inline script or style and nothing of a third party", () => {
    const page = pageNamed(name, "plain");
    expect(page).not.toMatch(/\sstyle=|<style|\son[a-z]+=|javascript:/i);
    for (const [, source] of page.matchAll(/<script[^>]*?src="([^"]*)"[^>]*>([^<]*)<\/script>/g))
      expect(source).toMatch(/^\/[a-z-]+\.js$/);
    const addresses = [...page.matchAll(/(?:href|src|action|content)="([a-z]+:[^"]*)"/g)].map(
      ([, url]) => url,
    );
    for (const url of addresses) expect(url).toMatch(new RegExp(`^${SITE.url}/`));
  });

  test("never promises that anything is without risk, and judges nobody", () => {
    const words = withoutTags(pageNamed(name, "plain"));
    expect(words).not.toMatch(
      /\b(safe|safer|safely|green|all clear|all-clear|addict\w*|abus\w*|clean|dirty|junkie|strongest|bad batch|faulty)\b/i,
    );
  });

  test("can be found one's way in: language, one main heading, main part, labels", () => {
    const page = pageNamed(name, "plain");
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toContain('<html lang="en">');
    expect(page).toMatch(/<title>[^<]+<\/title>/);
    expect(countOf(page, /<h1[\s>]/g)).toBe(1);
    expect(countOf(page, /<main[\s>]/g)).toBe(1);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const wrapped = page.replace(/<label[\s\S]*?<\/label>/g, "");
    for (const [field] of wrapped.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)) {
      if (field.includes('type="hidden"')) continue;
      const id = /\sid="([^"]+)"/.exec(field)?.[1];
      expect(page, field).toContain(`for="${id}"`);
    }
  });

  test("says on top when it is an exercise or a test", () => {
    expect(pageNamed(name, "plain", { ...SITE, status: "Exercise" })).toMatch(
      /<title>EXERCISE – [\s\S]*EXERCISE<\/strong>/,
    );
    expect(pageNamed(name, "plain", { ...SITE, status: "Test" })).toMatch(
      /<title>TEST – [\s\S]*TEST<\/strong>/,
    );
    expect(pageNamed(name, "plain")).not.toMatch(/EXERCISE|TEST/);
  });
});

import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLink, createReviewer } from "../src/identity/sign-in.ts";
import { has, requireProgram } from "./support/requirements.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { noticeOf, submitResult } from "./support/steps-of-a-result.ts";

const TIMEOUT_MS = 120_000;

describe.skipIf(!has("chromium"))("two reviewers whose browsers run no JavaScript", () => {
  let tocsin: RunningTocsin;
  beforeAll(async () => {
    tocsin = await runTocsin();
  });
  afterAll(() => tocsin?.stop());

  it(
    "sign in by a link, find the draft in the queue, change its words, and publish it together",
    async ({ onTestFinished }) => {
      const device = await tocsin.key(["submit", "read"]);
      const sampleId = await submitResult(tocsin, device);
      const { alertId } = await noticeOf(tocsin, device, sampleId);
      const executablePath = requireProgram("chromium");
      const browser = await chromium.launch({ executablePath, args: ["--disable-dev-shm-usage"] });
      onTestFinished(() => browser.close());
      const newPage = async () => (await browser.newContext({ javaScriptEnabled: false })).newPage();
      const [anna, ben] = [await newPage(), await newPage()];
      const { db } = tocsin.installation;
      const signInAt = (token: string) => `${tocsin.localUrl}/sign-in?token=${token}`;

      await anna.goto(signInAt(await createLink(db, null, new Date())));
      await anna.getByLabel("Organisation").fill("Night Owl");
      await anna.getByLabel("Your name").fill("Anna");
      await anna.getByRole("button", { name: "Sign in" }).click();
      await anna.getByRole("link", { name: /metonitazene/i }).click();
      const english = anna.getByRole("form", { name: "English" });
      await english
        .getByLabel("Notification")
        .fill("Do not take it alone. Found in tablets sold as alprazolam.");
      await english.getByRole("button", { name: "Save the text" }).click();
      expect(await anna.getByRole("status").textContent()).toContain("Saved");
      await anna.getByRole("checkbox", { name: "I have read the evidence" }).check();
      await anna.getByRole("button", { name: "Approve" }).click();
      expect(await anna.getByRole("status").textContent()).toContain("Another person must approve");

      const benId = await createReviewer(db, "Night Owl", "Ben");
      await ben.goto(signInAt(await createLink(db, benId, new Date())));
      await ben.getByRole("button", { name: "Sign in" }).click();
      await ben.getByRole("link", { name: /metonitazene/i }).click();
      await ben.getByRole("checkbox", { name: "I have read the evidence" }).check();
      await ben.getByRole("button", { name: "Approve and publish" }).click();
      expect(await ben.getByRole("status").textContent()).toContain("Published");

      await ben.goto(`${tocsin.localUrl}/`);
      await ben.getByRole("link", { name: /metonitazene/i }).click();
      expect(new URL(ben.url()).pathname).toBe(`/alerts/${alertId}`);
    },
    TIMEOUT_MS,
  );
});

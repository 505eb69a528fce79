import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { type HttpSender, openHttpSender } from "../src/adapters/post-once.ts";
import { createLink, createReviewer } from "../src/identity/sign-in.ts";
import { type Browser, openChromium, openFirefox } from "./support/browsers.ts";
import { startLocalAutopush } from "./support/local-autopush.ts";
import { GOOGLES_ORIGINS, startLocalFcm } from "./support/local-fcm.ts";
import { has, requireProgram } from "./support/requirements.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { approve, noticeOf, type People, publishResult, submitResult } from "./support/steps-of-a-result.ts";
import { until } from "./support/until.ts";

const TIMEOUT_MS = 120_000;
const BROWSERS = [
  { name: "Firefox", program: "firefox-esr", open: openFirefoxAt },
  { name: "Chromium", program: "chromium", open: openChromiumAt },
] as const;

/** A stock Firefox whose push service is this one. */
async function openFirefoxAt(push: LocalPushService): Promise<Browser> {
  const autopush = await startLocalAutopush(push);
  const browser = await openFirefox({ autopush });
  return { ...browser, close: () => browser.close().then(() => autopush.close()) };
}

/** A stock Chromium whose push service is this one. */
async function openChromiumAt(push: LocalPushService, origin: string): Promise<Browser> {
  const fcm = await startLocalFcm(push);
  const browser = await openChromium({ fcm, origin });
  return { ...browser, close: () => browser.close().then(() => fcm.close()) };
}

/** Sends what is addressed to Google's push service to this one, as the browser's own switches do. */
function leadingTo(push: LocalPushService): HttpSender {
  const sender = openHttpSender([push.origin]);
  return {
    ...sender,
    post: (url, headers, body) => {
      const { origin, pathname } = new URL(url);
      return sender.post(GOOGLES_ORIGINS.includes(origin) ? push.origin + pathname : url, headers, body);
    },
  };
}

for (const { name, program, open } of BROWSERS)
  describe.skipIf(!has(program))(`a person with ${name}`, () => {
    let push: LocalPushService;
    let tocsin: RunningTocsin;
    let people: People;
    let browser: Browser;

    beforeAll(async () => {
      push = await startLocalPushService();
      tocsin = await runTocsin({
        environment: { TOCSIN_LOCAL_ENDPOINTS: push.origin },
        sender: leadingTo(push),
      });
      people = {
        device: await tocsin.key(["submit", "read"]),
        anna: await tocsin.reviewerKey("Anna"),
        ben: await tocsin.reviewerKey("Ben"),
      };
      browser = await open(push, tocsin.localUrl);
    }, TIMEOUT_MS);
    afterAll(async () => {
      await browser?.close();
      await tocsin?.stop();
      await push?.close();
    });

    const untilSays = (selector: string, text: string) =>
      until(
        () => browser.textOf(selector),
        (said) => said?.includes(text) ?? false,
        30_000,
      );
    const untilShown = (text: RegExp) =>
      until(
        () => browser.shown(),
        (shown) => shown.some(({ body }) => text.test(body)),
        30_000,
      );

    it(
      "subscribes, is shown the alert, its update and its withdrawal in one place, and ends it",
      async () => {
        await browser.goto(`${tocsin.localUrl}/subscribe`);
        await browser.evaluate("document.querySelector('[name=areas]').value = 'PL-14'");
        await browser.click("#subscribe:enabled");
        await untilSays("#subscribe-result", "Subscribed");

        const alertId = await publishResult(tocsin, people, { area: "PL-14" });
        expect(await untilShown(/metonitazene/)).toMatchObject([
          { title: "TEST – Night Owl Drug Checking (invented)", tag: `alert-${alertId}` },
        ]);

        await tocsin.call("POST", `/v1/review/alerts/${alertId}/update`, people.anna, {});
        const { body } = await tocsin.call("GET", `/v1/review/alerts/${alertId}`, people.anna);
        const { contentHash, content } = body.revisions[0];
        const texts = { en: { ...content.texts.en, push: "Do not take it alone. Seen in two towns now." } };
        await tocsin.call("POST", `/v1/review/alerts/${alertId}/edit`, people.anna, { contentHash, texts });
        for (const person of [people.anna, people.ben]) await approve(tocsin, person, alertId);
        expect(await untilShown(/two towns/)).toHaveLength(1);

        const reason = { reason: "The sample was mixed up." };
        await tocsin.call("POST", `/v1/review/alerts/${alertId}/withdraw`, people.ben, reason);
        expect(await untilShown(/withdrawn/i)).toHaveLength(1);

        await browser.goto(`${tocsin.localUrl}/manage`);
        await untilSays("#manage-result", "is subscribed");
        await browser.click("#delete");
        await untilSays("#manage-result", "Ended");
        expect(await tocsin.installation.db.selectFrom("subscription").select("id").execute()).toEqual([]);
      },
      TIMEOUT_MS,
    );
  });

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

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { type HttpSender, openHttpSender } from "../src/adapters/post-once.ts";
import { type Browser, openChromium, openFirefox } from "./support/browsers.ts";
import { startLocalAutopush } from "./support/local-autopush.ts";
import { GOOGLES_ORIGINS, startLocalFcm } from "./support/local-fcm.ts";
import { has } from "./support/requirements.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { approve, type People, publishResult } from "./support/steps-of-a-result.ts";
import { until } from "./support/until.ts";

const TIMEOUT_MS = 120_000;

/** A browser that can be closed and opened again: its profile, and the service that keeps messages for it, stay. */
interface Device {
  open(): Promise<Browser>;
  close(): Promise<void>;
}

const BROWSERS = [
  { name: "Firefox", program: "firefox-esr", startDevice: startFirefoxDevice },
  { name: "Chromium", program: "chromium", startDevice: startChromiumDevice },
] as const;

/** A stock Firefox whose push service is this one. */
async function startFirefoxDevice(push: LocalPushService, _: string, profile: string): Promise<Device> {
  const autopush = await startLocalAutopush(push);
  return { open: () => openFirefox({ autopush, profile }), close: () => autopush.close() };
}

/** A stock Chromium whose push service is this one. */
async function startChromiumDevice(push: LocalPushService, origin: string, profile: string): Promise<Device> {
  const fcm = await startLocalFcm(push);
  return { open: () => openChromium({ fcm, origin, profile }), close: () => fcm.close() };
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

const OWN_SUBSCRIPTION =
  "navigator.serviceWorker.ready.then(({ pushManager }) => pushManager.getSubscription())";

for (const { name, program, startDevice } of BROWSERS)
  describe.skipIf(!has(program))(`a person with ${name}`, () => {
    let push: LocalPushService;
    let tocsin: RunningTocsin;
    let people: People;
    let profile: string;
    let device: Device;
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
      profile = await mkdtemp(join(tmpdir(), "tocsin-browser-"));
      device = await startDevice(push, tocsin.localUrl, profile);
      browser = await device.open();
    }, TIMEOUT_MS);
    afterAll(async () => {
      await browser?.close();
      await device?.close();
      await tocsin?.stop();
      await push?.close();
      await rm(profile, { recursive: true, force: true });
    });

    const visit = (path: string) => browser.goto(tocsin.localUrl + path);
    const untilSays = (selector: string, text: string) =>
      until(
        () => browser.textOf(selector),
        (said) => said?.includes(text) ?? false,
        30_000,
      );
    const alerts = async () => (await browser.shown()).filter(({ tag }) => tag !== "confirmation");
    const untilShown = (text: RegExp) =>
      until(alerts, (shown) => shown.some(({ body }) => text.test(body)), 30_000);
    const subscriptions = () => tocsin.installation.db.selectFrom("subscription").selectAll().execute();

    it(
      "subscribes once the first message has arrived, and is shown an alert, its update and its withdrawal in one place",
      async () => {
        await visit("/subscribe");
        await browser.evaluate("document.querySelector('[name=areas]').value = 'PL'");
        await browser.click("#subscribe:enabled");
        await untilSays("#subscribe-result", "Subscribed");
        expect(await browser.shown()).toMatchObject([
          { tag: "confirmation", body: expect.stringContaining("on this device") },
        ]);
        expect(await subscriptions()).toMatchObject([{ confirmed_at: expect.any(Date), areas: ["PL"] }]);

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
      },
      TIMEOUT_MS,
    );

    it(
      "is shown after opening it again what came while it was closed, and is subscribed still",
      async () => {
        await browser.close();
        const accepted = push.answered.get(201) ?? 0;
        const alertId = await publishResult(tocsin, people, { area: "PL-12" });
        await push.waitFor(() => (push.answered.get(201) ?? 0) > accepted, 30_000);
        browser = await device.open();
        await visit("/manage");
        await untilSays("#manage-result", "is subscribed");
        const shown = await untilShown(/metonitazene/);
        expect(shown.filter(({ tag }) => tag === `alert-${alertId}`)).toHaveLength(1);
      },
      TIMEOUT_MS,
    );

    it(
      "sets quiet hours by its own clock",
      async () => {
        await visit("/manage");
        await untilSays("#manage-result", "is subscribed");
        await browser.evaluate("document.querySelector('[name=isQuiet]').checked = true");
        await browser.click("#subscription button[type=submit]");
        await untilSays("#manage-result", "Saved");
        const zone = await browser.evaluate("new Intl.DateTimeFormat().resolvedOptions().timeZone");
        expect(await subscriptions()).toMatchObject([
          { quiet_from: 120, quiet_to: 540, quiet_below: 3, time_zone: zone },
        ]);
      },
      TIMEOUT_MS,
    );

    it(
      "has a new subscription by visiting the page when the push service wants one for our new key",
      async () => {
        const { db } = tocsin.installation;
        const [former] = await subscriptions();
        await db.updateTable("subscription").set({ needs_new_subscription: true }).execute();
        await visit("/manage");
        await untilSays("#manage-result", "Subscribed");
        const [renewed, ...others] = await subscriptions();
        expect(others).toEqual([]);
        expect(renewed).toMatchObject({ areas: ["PL"], quiet_from: 120, needs_new_subscription: false });
        expect(renewed?.id).not.toBe(former?.id);
      },
      TIMEOUT_MS,
    );

    it(
      "ends it behind our back, subscribes again by visiting the page, and ends it for good",
      async () => {
        const { pathname } = new URL(
          String(await browser.evaluate(`${OWN_SUBSCRIPTION}.then((it) => it.endpoint)`)),
        );
        await browser.evaluate(`${OWN_SUBSCRIPTION}.then((it) => it.unsubscribe())`);
        const answer = async () => (await fetch(push.origin + pathname, { method: "POST" })).status;
        await until(answer, (status) => status === 410, 30_000);
        const [{ id } = { id: "" }] = await subscriptions();
        await publishResult(tocsin, people, { area: "PL-06" });
        await until(subscriptions, ([one]) => one?.ended_reason === "gone", 30_000);

        await visit("/subscribe");
        await untilSays("#subscribe-result", "Subscribed");
        const [renewed, ...others] = await subscriptions();
        expect(others).toEqual([]);
        expect(renewed?.id).not.toBe(id);
        expect(renewed).toMatchObject({ areas: ["PL"], quiet_from: 120, confirmed_at: expect.any(Date) });

        await visit("/manage");
        await untilSays("#manage-result", "is subscribed");
        await browser.click("#delete");
        await untilSays("#manage-result", "Ended");
        expect(await subscriptions()).toEqual([]);
      },
      TIMEOUT_MS,
    );
  });

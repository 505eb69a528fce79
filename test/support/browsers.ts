import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type CDPSession } from "playwright-core";
import { launch } from "puppeteer-core";
import type { LocalAutopush } from "./local-autopush.ts";
import type { LocalFcm } from "./local-fcm.ts";
import { requireProgram } from "./requirements.ts";

/** A notification as the browser displays it. */
export interface DisplayedNotification {
  /** Empty when it has none; Chromium's record cannot tell such notifications apart, so they count as one. */
  tag: string;
  title: string;
  body: string;
}

/** A stock browser with one page, the same to a spec whichever it is. */
export interface Browser {
  /** Opens the address and waits until it is loaded. */
  goto(url: string): Promise<void>;
  /** Waits for the element and clicks on it. */
  click(selector: string): Promise<void>;
  /** The text of the first element that fits, or undefined when there is none. */
  textOf(selector: string): Promise<string | undefined>;
  /** Evaluates JavaScript in the page; a promise is awaited. The result must be JSON. */
  evaluate(expression: string): Promise<unknown>;
  /** The notifications on the screen, the newest last. In Firefox the page must be one of the site that shows them. */
  shown(): Promise<DisplayedNotification[]>;
  /** Ends the browser, and forgets the profile unless it was given. */
  close(): Promise<void>;
}

/** A spec that closes the browser and opens it again gives the profile, a directory; others get one of their own. */
interface BrowserOptions {
  profile?: string;
}

/** Opens Firefox (WebDriver BiDi), which takes its push messages from `autopush`. */
export async function openFirefox({
  autopush,
  profile,
}: BrowserOptions & { autopush: LocalAutopush }): Promise<Browser> {
  const executablePath = requireProgram("firefox-esr");
  const directory = await openProfile(profile);
  const browser = await launch({
    browser: "firefox",
    executablePath,
    headless: true,
    userDataDir: directory.path,
    extraPrefsFirefox: {
      ...autopush.preferences,
      "permissions.default.desktop-notification": 1,
      "alerts.useSystemBackend": false,
    },
  });
  const page = await browser.newPage();
  const evaluate = (expression: string): Promise<unknown> => page.evaluate(expression);
  return {
    goto: async (url) => void (await page.goto(url)),
    click: (selector) => page.locator(selector).click(),
    textOf: (selector) => evaluate(textExpression(selector)).then(asText),
    evaluate,
    async shown() {
      const notifications = await evaluate(
        "navigator.serviceWorker.ready.then((it) => it.getNotifications()).then((all) => all.map(({ tag, title, body }) => ({ tag, title, body })))",
      );
      return notifications as DisplayedNotification[];
    },
    async close() {
      await browser.close();
      await directory.forget();
    },
  };
}

/** Opens Chromium, which takes its push messages from `fcm`; pages of `origin` may show notifications. */
export async function openChromium({
  fcm,
  origin,
  profile,
}: BrowserOptions & { fcm: LocalFcm; origin: string }): Promise<Browser> {
  const executablePath = requireProgram("chromium");
  const openedAt = new Date();
  const directory = await openProfile(profile);
  // Chromium refuses push in the fleeting contexts that Playwright makes otherwise.
  const context = await chromium.launchPersistentContext(directory.path, {
    executablePath,
    headless: true,
    args: ["--disable-dev-shm-usage", ...fcm.switches],
  });
  await context.grantPermissions(["notifications"], { origin });
  const page = context.pages()[0] ?? (await context.newPage());
  const displayed = await watchNotifications(await context.newCDPSession(page), openedAt);
  const evaluate = (expression: string): Promise<unknown> => page.evaluate(expression);
  return {
    goto: async (url) => void (await page.goto(url)),
    click: (selector) => page.click(selector),
    textOf: (selector) => evaluate(textExpression(selector)).then(asText),
    evaluate,
    shown: async () => [...displayed.values()],
    async close() {
      await context.close();
      await directory.forget();
    },
  };
}

/**
 * Follows the browser's own record of what it has displayed since it was opened. `getNotifications()` cannot be trusted
 * here: headless Chromium forgets what it displayed when there is no desktop that keeps it.
 */
async function watchNotifications(
  session: CDPSession,
  openedAt: Date,
): Promise<Map<string, DisplayedNotification>> {
  const displayed = new Map<string, DisplayedNotification>();
  session.on("BackgroundService.backgroundServiceEventReceived", ({ backgroundServiceEvent: event }) => {
    if (event.timestamp * 1000 < openedAt.getTime()) return; // a kept profile also tells what was shown before
    const tag = event.instanceId;
    if (event.eventName === "Notification displayed") {
      const metadata = new Map(event.eventMetadata.map(({ key, value }) => [key, value]));
      displayed.delete(tag);
      displayed.set(tag, { tag, title: metadata.get("Title") ?? "", body: metadata.get("Body") ?? "" });
    } else if (event.eventName === "Notification closed") displayed.delete(tag);
  });
  await session.send("BackgroundService.startObserving", { service: "notifications" });
  await session.send("BackgroundService.setRecording", { service: "notifications", shouldRecord: true });
  return displayed;
}

async function openProfile(given: string | undefined) {
  if (given !== undefined) return { path: given, forget: async () => undefined };
  const path = await mkdtemp(join(tmpdir(), "tocsin-browser-"));
  return { path, forget: () => rm(path, { recursive: true, force: true }) };
}

const textExpression = (selector: string) =>
  `document.querySelector(${JSON.stringify(selector)})?.textContent`;

const asText = (value: unknown) => (typeof value === "string" ? value : undefined);

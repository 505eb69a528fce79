import { describe, expect, it } from "vitest";
import { confirmationMessage, minimalConfirmationMessage } from "../src/render/confirmation-message.ts";
import { SITE } from "./support/invented-alerts.ts";

const CONFIRM = { id: "01890a5d-ac96-774b-bcce-b302099a8057", code: "x".repeat(32) };
const bytes = (text: string) => Buffer.byteLength(text);
const notificationIn = (language: string) =>
  JSON.parse(confirmationMessage(SITE, CONFIRM, language)).notification;

describe("the first message", () => {
  it("speaks the language of the subscription, English where it has no words for it", () => {
    expect(notificationIn("pl")).toMatchObject({ lang: "pl", body: expect.stringContaining("urządzeniu") });
    expect(notificationIn("en")).toMatchObject({ lang: "en", body: expect.stringContaining("this device") });
    expect(notificationIn("de")).toEqual(notificationIn("en"));
    expect(notificationIn("constructor")).toEqual(notificationIn("en"));
  });

  it("is given to the service worker too, with what it has to send back", () => {
    for (const message of [
      confirmationMessage(SITE, CONFIRM, "en"),
      minimalConfirmationMessage(SITE, CONFIRM),
    ])
      expect(JSON.parse(message)).toMatchObject({
        web_push: 8030,
        mutable: true,
        notification: { navigate: `${SITE.url}/subscribe`, data: { confirm: CONFIRM } },
      });
  });

  it("fits, whatever the site is called", () => {
    const site = { ...SITE, name: "ż".repeat(80), url: `https://${"a".repeat(200)}.example.org` };
    expect(bytes(confirmationMessage(site, CONFIRM, "pl"))).toBeLessThan(2_048);
    expect(bytes(minimalConfirmationMessage(site, CONFIRM))).toBeLessThanOrEqual(512);
  });
});

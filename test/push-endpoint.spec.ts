import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { checkPushEndpoint } from "../src/domain/push-endpoint.ts";

const outcomeOf = (endpoint: string, localOrigins: string[] = []) =>
  checkPushEndpoint(endpoint, localOrigins).outcome;

describe("the address that a browser gives us to write to", () => {
  it.each([
    ["https://fcm.googleapis.com/fcm/send/abc:APA91b", "fcm.googleapis.com"],
    ["https://jmt17.google.com/fcm/send/abc", "jmt17.google.com"],
    ["https://updates.push.services.mozilla.com/wpush/v2/gAAAAAB", "updates.push.services.mozilla.com"],
    ["https://web.push.apple.com/QPz_abc", "push.apple.com"],
    ["https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%3d%3d", "notify.windows.com"],
    ["https://db5p.notify.windows.com:443/w/?token=x", "notify.windows.com"],
    ["HTTPS://FCM.GoogleAPIs.com/fcm/send/abc", "fcm.googleapis.com"],
  ])("%s is one of %s", (endpoint, service) => {
    expect(checkPushEndpoint(endpoint, [])).toEqual({
      outcome: "accepted",
      origin: new URL(endpoint).origin,
      service,
    });
  });

  it.each([
    ["no address", "fcm.googleapis.com/fcm/send/abc"],
    ["not encrypted", "http://fcm.googleapis.com/fcm/send/abc"],
    ["another scheme", "ftp://fcm.googleapis.com/fcm/send/abc"],
    ["another port", "https://fcm.googleapis.com:8443/fcm/send/abc"],
    ["a user name", "https://fcm.googleapis.com@127.0.0.1/fcm/send/abc"],
    ["a user name at the right host", "https://me@fcm.googleapis.com/fcm/send/abc"],
    ["a password", "https://:pw@fcm.googleapis.com/fcm/send/abc"],
    ["a fragment", "https://fcm.googleapis.com/fcm/send/abc#x"],
    ["the host in the path", "https://127.0.0.1/fcm.googleapis.com/fcm/send/abc"],
    ["the host in the query", "https://127.0.0.1/?https://fcm.googleapis.com/"],
    ["the host behind a backslash", "https://127.0.0.1\\@fcm.googleapis.com/"],
    ["the host in front", "https://fcm.googleapis.com.example.org/fcm/send/abc"],
    ["the host behind", "https://evil-fcm.googleapis.com/fcm/send/abc"],
    ["below a host that has none below it", "https://a.fcm.googleapis.com/fcm/send/abc"],
    ["the bare domain of many hosts", "https://notify.windows.com/w/?token=x"],
    ["a look-alike of many hosts", "https://evilnotify.windows.com/w/?token=x"],
    ["a final dot", "https://fcm.googleapis.com./fcm/send/abc"],
    ["this machine", "https://localhost/push"],
    ["this machine by number", "https://2130706433/push"],
    ["a neighbour", "https://10.0.0.1/push"],
    ["the cloud's own pages", "https://169.254.169.254/latest/meta-data"],
    ["IPv6", "https://[::ffff:127.0.0.1]/push"],
    ["too long", `https://fcm.googleapis.com/${"a".repeat(1024)}`],
  ])("is refused: %s", (_, endpoint) => {
    expect(outcomeOf(endpoint)).toBe("refused");
  });

  it("may be on this machine only where the operator has named it", () => {
    const local = "http://127.0.0.1:40123";
    expect(outcomeOf(`${local}/push/abc`)).toBe("refused");
    expect(outcomeOf(`${local}4/push/abc`, [local])).toBe("refused");
    expect(checkPushEndpoint(`${local}/push/abc`, [local])).toEqual({
      outcome: "accepted",
      origin: local,
      service: local,
    });
  });

  test.prop([fc.webUrl({ withFragments: true, withQueryParameters: true })])(
    "is refused whatever else it holds, where its host is nobody's we know",
    (endpoint) => {
      expect(outcomeOf(endpoint)).toBe("refused");
    },
  );

  test.prop([fc.string()])("may be any text without doing harm", (text) => {
    expect(["accepted", "refused"]).toContain(outcomeOf(text));
  });
});

import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { readEndpoint } from "../src/adapters/read-endpoint.ts";

describe("an endpoint taken apart", () => {
  it.each([
    [
      "https://fcm.googleapis.com/fcm/send/abc:APA91b-_",
      "https://fcm.googleapis.com",
      "/fcm/send/abc:APA91b-_",
    ],
    ["https://fcm.googleapis.com:443/wp/1?a=b", "https://fcm.googleapis.com", "/wp/1?a=b"],
    ["http://localhost:4001/push/1", "http://localhost:4001", "/push/1"],
    ["https://[2001:db8::1]/push", "https://[2001:db8::1]", "/push"],
    ["HTTPS://FCM.googleapis.com/a b", "https://fcm.googleapis.com", "/a%20b"],
    ["https://example.org", "https://example.org", "/"],
    ["https://example.org\\@127.0.0.1/x", "https://example.org", "/@127.0.0.1/x"],
  ])("%s", (address, origin, path) => {
    for (let time = 0; time < 2; time++) expect(readEndpoint(address)).toMatchObject({ origin, path });
  });

  it.each(["", "/push/1", "javascript:alert(1)", "ftp://example.org/", "https://", "https:///"])(
    "%j leads nowhere",
    (address) => expect(readEndpoint(address)).toBeUndefined(),
  );

  test.prop([fc.webUrl({ withQueryParameters: true, withFragments: true })])(
    "leads to the server that a parser of addresses finds",
    (address) => {
      const url = new URL(address);
      const endpoint = readEndpoint(address);
      expect(endpoint?.origin).toBe(url.origin);
      expect(endpoint?.server.hostname).toBe(url.hostname);
    },
  );
});

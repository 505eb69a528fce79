import { describe, expect, it } from "vitest";
import { checkWebhookAddress } from "../src/domain/webhook-address.ts";

const LOCAL = "http://127.0.0.1:4000";
const check = (text: string) => checkWebhookAddress(text, [LOCAL]);

describe("the address of a webhook", () => {
  it.each([
    ["https://hooks.example.org/tocsin", "https://hooks.example.org/tocsin"],
    ["https://HOOKS.example.org:443/a?b=c", "https://hooks.example.org/a?b=c"],
    ["https://żółw.example/hak", "https://xn--w-uga1v8h.example/hak"],
    [`${LOCAL}/hook`, `${LOCAL}/hook`],
  ])("%s is taken", (text, href) => {
    expect(check(text)).toEqual({ outcome: "accepted", url: new URL(href) });
  });

  it.each([
    ["http://hooks.example.org/", /https/],
    ["ftp://hooks.example.org/", /https/],
    ["https://hooks.example.org:8443/", /without port/],
    ["https://user@hooks.example.org/", /user name/],
    ["https://:password@hooks.example.org/", /password/],
    ["http://user@127.0.0.1:4000/", /https/],
    ["http://127.0.0.1:4001/", /https/],
    ["https://hooks.example.org/#part", /fragment/],
    [`https://hooks.example.org/${"a".repeat(1024)}`, /at most 1024/],
    ["/hook", /absolute/],
    ["", /absolute/],
  ])("%s is refused for its form", (text, detail) => {
    expect(check(text)).toEqual({ outcome: "refused", detail: expect.stringMatching(detail) });
  });

  it.each([
    "https://127.0.0.1/",
    "https://93.184.215.14/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://①②⑦.⓪.⓪.①/",
    "https://0/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2606:4700::1111]/",
  ])("%s is refused: a number, however it is written", (text) => {
    expect(check(text)).toEqual({ outcome: "refused", detail: expect.stringMatching(/in numbers/) });
  });

  it.each([
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST/",
    "https://ｌocalhost/",
    "https://a.localhost/",
    "https://intranet/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://nas.home.arpa/",
    "https://hooks.example.org./",
    "https://example..org/",
    "https://.example/",
  ])("%s is refused: no name on the public internet", (text) => {
    expect(check(text)).toEqual({ outcome: "refused", detail: expect.stringMatching(/public internet/) });
  });
});

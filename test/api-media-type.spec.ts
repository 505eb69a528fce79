import { describe, expect, it } from "vitest";
import { chooseType } from "../src/http/api-media-type.ts";

describe("the type that an Accept header asks for", () => {
  it.each([
    [undefined, "application/json"],
    ["*/*", "application/json"],
    ["text/html,application/xhtml+xml,*/*;q=0.8", "application/json"],
    ["application/atom+xml", "application/atom+xml"],
    ["application/rss+xml, application/atom+xml;q=0.9", "application/rss+xml"],
    ["application/json;q=0.5, application/geo+json", "application/geo+json"],
    ["application/*, application/json;q=0", "application/geo+json"],
    ["Application/Feed+JSON", "application/feed+json"],
    ["text/csv", undefined],
    ["application/json;q=0", undefined],
  ])("%s is %s", (accept, type) => {
    expect(chooseType(accept)).toBe(type);
  });
});

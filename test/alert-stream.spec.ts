import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { EventSource, request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aTablet } from "./support/invented-samples.ts";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { until } from "./support/until.ts";

interface StreamEvent {
  event: string;
  id: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- specs read fields of answers by name
  data: any;
}

const opened: EventSource[] = [];

/** A screen that follows, by a reader of event streams that we did not write. */
function follow(address: string): StreamEvent[] {
  const source = new EventSource(address);
  opened.push(source);
  const events: StreamEvent[] = [];
  for (const event of ["alerts", "alert"])
    source.addEventListener(event, (message) => {
      const { data, lastEventId } = message as MessageEvent;
      events.push({ event, id: lastEventId, data: JSON.parse(String(data)) });
    });
  return events;
}

const told = (events: StreamEvent[], count: number) =>
  until(
    async () => events,
    (all) => all.length >= count,
  );

describe("a screen that follows the stream of alerts", () => {
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  let anna: string;
  beforeAll(async () => {
    tocsin = await runTocsin();
    anna = await tocsin.reviewerKey("Anna");
    desk = reviewDesk(tocsin, await tocsin.key(["submit", "read"]), anna);
  });
  afterAll(async () => {
    for (const source of opened) source.close();
    await tocsin?.stop();
  });
  const publish = async () => {
    const { alertId, session } = await desk.openWarning();
    await desk.approve(anna, alertId);
    return { alertId, area: session["area"] as string };
  };

  it("is told all that is current, then each publication and each end as it happens", async () => {
    const before = await publish();
    const events = follow(`${tocsin.localUrl}/v1/alerts/stream`);
    await told(events, 1);
    expect(events[0]).toMatchObject({ event: "alerts", data: [{ id: before.alertId, isCurrent: true }] });

    const { alertId } = await publish();
    await told(events, 2);
    expect(events[1]).toMatchObject({ event: "alert", data: { id: alertId, msgType: "Alert", revision: 1 } });

    await desk.act(anna, alertId, "withdraw", { reason: "The tablet was measured wrongly." });
    await told(events, 4);
    expect(events.slice(2).map(({ data }) => [data.id, data.revision, data.msgType, data.isCurrent])).toEqual(
      [
        [alertId, 1, "Alert", false],
        [alertId, 2, "Cancel", false],
      ],
    );
  });

  it("hears only of its own area where it asks for one", async () => {
    const { area } = await publish();
    const events = follow(`${tocsin.localUrl}/v1/alerts/stream?area=${area}`);
    await told(events, 1);
    expect(events[0]?.data).toHaveLength(1);
    await publish();
    await desk.act(anna, events[0]?.data[0].id, "withdraw", { reason: "The tablet was measured wrongly." });
    await told(events, 3);
    expect(events.slice(1).map(({ data }) => data.area.code)).toEqual([area, area]);
  });

  it("is told of what holds for the whole country too, and that it has mistyped its area", async () => {
    const session = await desk.openSessionIn("PT");
    const { alertId } = await desk.submit(aTablet(session.id, 250));
    await desk.approve(anna, alertId);
    const events = follow(`${tocsin.localUrl}/v1/alerts/stream?area=PT-11`);
    const [first] = await told(events, 1);
    expect(first?.data).toMatchObject([{ id: alertId, area: { code: "PT" } }]);
    expect((await tocsin.call("GET", "/v1/alerts/stream?area=pt-11")).status).toBe(400);
  });

  it("loses its place to nobody who only asks for the head", async () => {
    for (let asked = 0; asked < 510; asked++)
      await request(`${tocsin.localUrl}/v1/alerts/stream`, { method: "HEAD" });
    await told(follow(`${tocsin.localUrl}/v1/alerts/stream`), 1);
  });

  it("that comes back with what it heard last is told only what is new", async () => {
    const events = follow(`${tocsin.localUrl}/v1/alerts/stream`);
    const [first] = await told(events, 1);
    const back = await request(`${tocsin.localUrl}/v1/alerts/stream`, {
      headers: { "last-event-id": first?.id ?? "" },
    });
    const { alertId } = await publish();
    let text = "";
    for await (const chunk of back.body) {
      text += String(chunk);
      if (text.includes(alertId)) break;
    }
    expect(text).not.toContain("event: alerts");
    expect(text).toContain("retry: 3000");
  });
});

describe("a WebSub hub", () => {
  it("is told which feeds have changed, and told again until it takes it", async () => {
    const received: URLSearchParams[] = [];
    let status = 503;
    const hub = createServer((asked, answer) => {
      let text = "";
      asked.on("data", (chunk: Buffer) => (text += chunk.toString()));
      asked.on("end", () => {
        if (status === 204) received.push(new URLSearchParams(text));
        answer.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => void hub.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
    const tocsin = await runTocsin({
      environment: { TOCSIN_WEBSUB_HUB: `${origin}/hub`, TOCSIN_LOCAL_ENDPOINTS: origin },
    });
    try {
      const anna = await tocsin.reviewerKey("Anna");
      const desk = reviewDesk(tocsin, await tocsin.key(["submit", "read"]), anna);
      status = 204;
      await until(
        async () => received.length,
        (count) => count > 0,
      );
      status = 503;
      const { alertId, session } = await desk.openWarning();
      await desk.approve(anna, alertId);
      received.length = 0;
      status = 204;
      const [ping] = await until(
        async () => received,
        (all) => all.length > 0,
      );
      const topics = ping?.getAll("hub.url").map((address) => new URL(address).pathname) ?? [];
      expect(ping?.get("hub.mode")).toBe("publish");
      expect(topics).toEqual(
        expect.arrayContaining(["/feeds/alerts.atom", `/feeds/region/${String(session["area"])}.rss`]),
      );
      for (const path of topics) {
        const { status: found, body } = await tocsin.call("GET", path);
        expect([path, found, JSON.stringify(body).includes(alertId)]).toEqual([path, 200, true]);
      }
      expect((await tocsin.call("GET", "/feeds/alerts.atom")).body).toContain(
        `<link rel="hub" href="${origin}/hub"/>`,
      );
    } finally {
      await tocsin.stop();
      await new Promise((resolve) => hub.close(resolve));
    }
  });
});

import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { Session } from "../src/domain/session.ts";
import { recordSession } from "../src/pipeline/record-session.ts";
import { ImportDesk } from "./support/import-desk.ts";

const desk = new ImportDesk();

const aSession = (fields: Partial<Record<keyof Session, string>> = {}) =>
  Session.parse({ id: uuidv7(), name: "Saturday, main tent", area: "PL-14", ...fields });

const send = (session: Session, organisationId = desk.organisationId) =>
  recordSession({ db: desk.db, knowledge: desk.deps.knowledge }, organisationId, session);

describe("a session", () => {
  it("is taken in once, however often it is sent", async () => {
    const session = aSession({ opensAt: "2026-07-04T20:00:00Z" });
    expect(await send(session)).toEqual({ outcome: "accepted", sessionId: session.id });
    expect(await send(session)).toEqual({ outcome: "already-received", sessionId: session.id });
    expect(await desk.stored()).toMatchObject({ session: 1, conflict: 0 });
  });

  it("is stored under the code of its area, whatever name it was sent with", async () => {
    const session = aSession({ area: "pl-14" });
    await send(session);
    expect(await send({ ...session, area: "PL-14" })).toMatchObject({ outcome: "already-received" });
    const { area } = await desk.db.selectFrom("session").select("area").executeTakeFirstOrThrow();
    expect(area).toBe("PL-14");
  });

  it("keeps both versions when the same id comes with another body", async () => {
    const session = aSession();
    await send(session);
    const changed = { ...session, name: "Sunday" };
    expect(await send(changed)).toEqual({ outcome: "conflict", sessionId: session.id });
    expect(await send(changed)).toEqual({ outcome: "conflict", sessionId: session.id });
    const conflicts = await desk.db.selectFrom("conflict").select(["kind", "subject_id", "body"]).execute();
    expect(conflicts).toMatchObject([{ kind: "session", subject_id: session.id, body: { name: "Sunday" } }]);
  });

  it("of another organisation is never touched", async () => {
    const session = aSession();
    await send(session);
    const another = await desk.addOrganisation("Another service");
    expect(await send(session, another)).toMatchObject({ outcome: "conflict" });
  });

  it("in an area that nobody knows is refused, with the nearest that are known", async () => {
    const refused = await send(aSession({ area: "PL-15" }));
    expect(refused).toMatchObject({ outcome: "refused", errors: [{ pointer: "#/area" }] });
    expect(JSON.stringify(refused)).toContain("PL-14 (");
  });
});

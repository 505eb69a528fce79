import { v7 as uuidv7 } from "uuid";

/** Everything here is invented: no service, no festival and no result of this night ever existed. */

type Finding = {
  substance: string;
  presence?: "not-detected";
  amount?: { kind: "dose"; value: number; unit: "mg" | "µg" } | { kind: "percent-by-weight"; value: number };
};

export const ORGANISATION = "Invented Night Watch";
export const SITE_NAME = "Invented Night Watch drug checking";
export const AREA = "PL-14";

export const inventedSession = () => ({ id: uuidv7(), name: "Invented festival, first night", area: AREA });

export const analysis = (method: string, findings: Finding[]) => ({
  id: uuidv7(),
  method,
  analysedAt: new Date().toISOString(),
  findings,
});

const mg = (substance: string, value: number): Finding => ({
  substance,
  amount: { kind: "dose", value, unit: "mg" },
});
const percent = (substance: string, value: number): Finding => ({
  substance,
  amount: { kind: "percent-by-weight", value },
});

/** A tablet expected to be MDMA, with that much of it by HPLC. */
const tablet = (sessionId: string, sampleCode: string, colour: string, doseMg: number) => ({
  sessionId,
  sampleCode,
  expectedSubstance: "MDMA",
  form: "tablet",
  appearance: { colour, logo: "invented star" },
  weightMg: 410,
  analyses: [analysis("hplc-uv", [mg("MDMA", doseMg)])],
});

/** The strong tablet; sent a second time, corrected, once the balance turns out to have been wrong. */
export const strongTablet = (sessionId: string, doseMg: number) =>
  tablet(sessionId, "INV-08", "orange", doseMg);

const other = (
  sessionId: string,
  sampleCode: string,
  expectedSubstance: string,
  form: string,
  findings: Finding[],
) => ({
  sessionId,
  sampleCode,
  expectedSubstance,
  form,
  analyses: [analysis("lc-ms", findings)],
});

const withId = <T extends object>(sample: T) => ({ id: uuidv7(), ...sample });

/** The samples of the night by the part that they play in it, each with an id of its own. */
export function inventedSamples(sessionId: string) {
  return {
    ordinary: [
      tablet(sessionId, "INV-01", "pink", 98),
      other(sessionId, "INV-02", "cocaine", "powder", [percent("cocaine", 71), percent("caffeine", 9)]),
      other(sessionId, "INV-03", "ketamine", "crystal", [percent("ketamine", 92)]),
      other(sessionId, "INV-04", "amphetamine", "powder", [
        percent("amphetamine", 22),
        percent("caffeine", 64),
      ]),
      other(sessionId, "INV-05", "LSD", "blotter", [
        { substance: "LSD", amount: { kind: "dose", value: 90, unit: "µg" } },
      ]),
      other(sessionId, "INV-06", "2C-B", "tablet", [mg("2C-B", 14)]),
    ].map(withId),
    /** Above the first warning level for strength: a notice to the session, no alert. */
    noticed: withId(tablet(sessionId, "INV-07", "blue", 150)),
    /** Above the second: an alert that one person may publish. */
    strong: withId(strongTablet(sessionId, 214)),
    /** Expected to be a benzodiazepine and holding a nitazene: red, for two people. At first only by a presumptive method. */
    dangerous: withId({
      sessionId,
      sampleCode: "INV-09",
      expectedSubstance: "alprazolam",
      form: "tablet",
      appearance: { colour: "white" },
      analyses: [analysis("nitazene-strip", [{ substance: "nitazene" }])],
    }),
    /** Stays in the queue, so that whoever looks around has something to review. */
    waiting: withId(other(sessionId, "INV-10", "THC", "vape", [{ substance: "MDMB-4en-PINACA" }])),
  };
}

export type InventedSamples = ReturnType<typeof inventedSamples>;

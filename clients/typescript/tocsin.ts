// Made from the OpenAPI document of Tocsin; a change belongs there, not here.
import { type ClientOptions, openRequests } from "./request-json.ts";

/** How strongly we speak, weakest first. There is no level that means that something is harmless. */
export type Level = "information" | "caution" | "warning" | "red";

/** How sure the result is. presumptive: a quick test, or one that can be wrong about what it is. confirmed-identity: what it is, is sure. confirmed-quantity: how much of it, too. */
export type Grade = "presumptive" | "confirmed-identity" | "confirmed-quantity";

/** What the sample is. */
export type Form =
  | "tablet"
  | "capsule"
  | "powder"
  | "crystal"
  | "liquid"
  | "blotter"
  | "plant-material"
  | "vape"
  | "edible"
  | "other"
  | "unknown";

/** The words of an alert in one language: one record, three lengths. */
export interface AlertText {
  /** One line for lists and feeds. */
  headline: string;

  /** What the notification says. */
  push: string;

  /** What was found, how sure that is, what it looks like. Paragraphs are separated by line breaks. */
  summary: string;

  /** What to do now, one instruction a line. */
  instruction: string;
}

/** One opening of a drug-checking service that takes samples. */
export interface Session {
  /** UUID version 7, made by the sender. Sending the same thing twice is then harmless, and a lost answer no loss. */
  id: string;

  /** For the organisation's own use; never published. */
  name: string;

  /** ISO 3166-1 or 3166-2 code such as PL-14, or the area's name. The finest place that is ever published; never a venue. */
  area: string;

  /** When it opens, with an offset. */
  opensAt?: string;
}

/** One sample, with none, one or more analyses. */
export interface Sample {
  /** UUID version 7, made by the sender. Sending the same thing twice is then harmless, and a lost answer no loss. */
  id: string;

  /** The session that took the sample in. */
  sessionId: string;

  /** The label on the sample; once in a session. It stays inside the organisation. */
  sampleCode: string;

  /** What it was expected to be, in the words of whoever brought it. */
  expectedSubstance?: string;

  /** What the sample is. */
  form?: Form;

  /** What it looks like. */
  appearance?: Appearance;

  /** Weight of the whole unit, or of what was handed in, in milligrams. */
  weightMg?: number;

  /** The day on which it was handed in, YYYY-MM-DD. */
  collectedOn?: string;

  /** What was done with it so far; results that come later go to /v1/samples/{id}/analyses. */
  analyses?: Analysis[];
}

/** The whole sample again, as it should have been. */
export interface SampleCorrection {
  /** The session that took the sample in. */
  sessionId: string;

  /** The label on the sample; once in a session. It stays inside the organisation. */
  sampleCode: string;

  /** What it was expected to be, in the words of whoever brought it. */
  expectedSubstance?: string;

  /** What the sample is. */
  form?: Form;

  /** What it looks like. */
  appearance?: Appearance;

  /** Weight of the whole unit, or of what was handed in, in milligrams. */
  weightMg?: number;

  /** The day on which it was handed in, YYYY-MM-DD. */
  collectedOn?: string;

  /** What was done with it so far; results that come later go to /v1/samples/{id}/analyses. */
  analyses?: Analysis[];

  /** The revision that this corrects, as GET /v1/samples/{id} gives it. */
  revision: number;

  /** Why it is corrected. What the sample said before is kept beside it. */
  reason: string;
}

/** One run of one method, with everything that it found or looked for. */
export interface Analysis {
  /** UUID version 7, made by the sender. Sending the same thing twice is then harmless, and a lost answer no loss. */
  id: string;

  /** Id or alias of a method, such as lc-ms, ftir or fentanyl-strip. It decides what the result may claim. */
  method: string;

  /** When the result was obtained, with an offset. */
  analysedAt: string;

  /** Each substance found or looked for. */
  findings: Finding[];
}

/** One substance that was found or looked for. */
export interface Finding {
  /** The laboratory's own word. A name that is not known is kept as it is and answered with suggestions. */
  substance: string;

  /** not-detected: looked for and not found, within what the method can see. */
  presence?: "detected" | "not-detected" | "inconclusive";

  /** How much, in words, where nothing was measured. */
  abundance?: "major" | "minor" | "trace";

  /** How much, in numbers. Only for what was detected; left out: how much is not known. */
  amount?: Amount;
}

/** How much was found: per unit, or as a share of the whole sample by weight. */
export type Amount =
  | {
      kind: "percent-by-weight";

      /** More than 0. Of a dose in `unit`, per tablet, blotter or other unit; of a share in per cent. */
      value: number;

      /** Whether the number counts the base or a salt. Numbers on different bases are never compared as they stand. */
      basis?: "base" | "salt" | "unspecified";

      /** Half width of the stated uncertainty, in the unit of `value`. */
      uncertainty?: number;

      /** True when the number was worked out, not measured. */
      estimated?: boolean;
    }
  | {
      kind: "dose";

      /** More than 0. Of a dose in `unit`, per tablet, blotter or other unit; of a share in per cent. */
      value: number;

      /** mg: milligrams. µg: micrograms. */
      unit: "mg" | "µg";

      /** Whether the number counts the base or a salt. Numbers on different bases are never compared as they stand. */
      basis?: "base" | "salt" | "unspecified";

      /** Half width of the stated uncertainty, in the unit of `value`. */
      uncertainty?: number;

      /** True when the number was worked out, not measured. */
      estimated?: boolean;
    };

/** What a sample looks like. The same look can hold something else. */
export interface Appearance {
  /** In words. */
  colour?: string;

  /** What is pressed or printed on it. */
  logo?: string;

  /** Anything else. */
  description?: string;
}

/** What a subscription wants to hear of. Coarse on purpose. */
export interface Interest {
  /** Codes of areas such as PL or PL-14; none means everywhere. A country includes its parts, and the other way round. */
  areas?: string[];

  /** Ids of substance classes, such as opioid; none means all. */
  substanceClasses?: string[];

  /** Alerts below this level are not sent. */
  levelFloor?: Level;

  /** Language of the messages, two letters. */
  language?: string;

  /** When nobody wants to be woken: alerts below a level wait, and come afterwards if they still hold. */
  quietHours?: QuietHours;
}

/** Hours of the day, every day. They may go past midnight. */
export interface QuietHours {
  /** Time of day by a clock in `timeZone`, such as 22:30. */
  from: string;

  /** Time of day at which they end. */
  to: string;

  /** IANA time zone, such as Europe/Warsaw. */
  timeZone: string;

  /** Alerts of this level and above come at once all the same. */
  below?: Level;
}

/** What PushSubscription.toJSON() gives in a browser. */
export interface PushSubscription {
  /** Address at a push service. Kept encrypted. */
  endpoint: string;

  /** Not used. */
  expirationTime?: number | null;

  /** The device's public key and secret (RFC 8291). */
  keys: { p256dh: string; auth: string };
}

/** A device that wants to be told. */
export interface SubscriptionRequest {
  /** Of the browser. */
  subscription: PushSubscription;

  /** What it wants to hear of. Left out: every warning and red alert. */
  interest?: Interest;

  /** What stands in the link of an organisation's invitation: makes it one of its outreach team. */
  invitation?: string;

  /** The subscription that this takes the place of; it is erased. */
  replaces?: { id: string; managementToken: string };
}

/** Proof that a message has reached the device. */
export interface Confirmation {
  /** The code of the first message, from notification.data.confirm. */
  code: string;
}

/** A server of an organisation that wants to be told. */
export interface WebhookRequest {
  /** An https address that is public. Redirects are not followed. */
  url: string;

  /** What it wants to hear of. Left out: every warning and red alert. */
  interest?: Interest;
}

/** What a reviewer may change. What was found is evidence, not text. */
export interface DraftEdit {
  /** Hash of the content that you read. */
  contentHash: string;

  /** Lowering a red draft takes two people to approve, as red does. */
  level?: Level;

  /** outreach: outreach teams only, first. Once the public was told, public only. */
  audience?: "public" | "outreach";

  /** What it looks like, in words; null takes it out. */
  appearance?: string | null;

  /** The words by language, two letters each. */
  texts?: Record<string, AlertText>;
}

/** A yes to exactly one content. */
export interface Approval {
  /** Hash of the content that you read. */
  contentHash: string;
}

/** Why. It is kept. */
export interface Reason {
  /** In words. */
  reason: string;
}

/** What decides who can subscribe by an invitation. */
export interface InvitationRequest {
  /** For the organisation's own list. */
  name?: string;

  /** Days until the link ends. */
  validDays?: number;

  /** Devices that can subscribe by it. */
  mostUses?: number;
}

/** Why something was refused (RFC 9457). */
export interface Problem {
  /** urn:tocsin:problem:… Stays the same from release to release; go by it, not by the words. */
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: {
    /** JSON pointer into what was sent, as a URI fragment; of a query the name of the parameter. */
    pointer: string;

    /** What would be right. */
    detail: string;
  }[];
}

/** What is published of an alert. Never a venue, a seller or a person. */
export interface AlertContent {
  /** public: everybody. outreach: outreach teams only, first; such an alert is in no list and no feed. */
  audience: "public" | "outreach";

  /** How strongly we speak. */
  level: Level;

  /** How sure the result is. */
  grade: Grade;

  /** What it is chiefly about. */
  substance: { id: string; name: string };

  /** Classes of the substance, such as opioid. */
  substanceClasses: string[];

  /** What the samples were expected to be. */
  expectedName?: string;

  /** What the samples are. */
  form: Form;

  /** What they look like. The same look can hold something else. */
  appearance?: string;

  /** The finest place that is published, and the areas that it lies in. */
  area: { code: string; name: string; path: string[] };

  /** How many samples are behind it. */
  samples: number;

  /** Day of the first result, YYYY-MM-DD. */
  resultsFrom: string;

  /** Day of the last result, YYYY-MM-DD. */
  resultsTo: string;

  /** Each threshold crossed, as a sentence with numbers, units, source and method. */
  reasons: string[];

  /** Methods in words. */
  methods: string[];

  /** The organisation that answers for it. */
  sender: string;

  /** True while a threshold behind it is only proposed. */
  thresholdNotAdopted: boolean;

  /** Days from publication to `expiresAt`. */
  expiresAfterDays: number;

  /** Why it was withdrawn; only on the withdrawal itself. */
  withdrawnBecause?: string;

  /** The words by language, two letters each. */
  texts: Record<string, AlertText>;
}

/** One published revision of an alert, and how it stands now. */
export interface AlertRevision {
  /** Id of the alert; the same for all its revisions. */
  id: string;

  /** Goes up with every revision; numbers may be left out. */
  revision: number;

  /** CAP 1.2 status. Only Actual is about real samples. */
  status: "Actual" | "Exercise" | "Test";

  /** CAP 1.2 msgType: the first word, a later word, or the withdrawal. */
  msgType: "Alert" | "Update" | "Cancel";

  /** superseded and withdrawn: by the revision `supersededBy`. */
  state: "published" | "superseded" | "withdrawn" | "expired";

  /** Whether people should act on it now. A withdrawal is published too, and is nothing to act on. */
  isCurrent: boolean;

  /** When the alert was first published. */
  firstPublishedAt: string;

  /** When this revision was published. */
  publishedAt: string;

  /** Until when it holds. */
  expiresAt: string;

  /** When it last changed: published, superseded, withdrawn or expired. */
  updatedAt: string;

  /** The revision that took its place. Left out: there is none. */
  supersededBy?: number;

  /** The page about it, for people. */
  url: string;

  /** public: everybody. outreach: outreach teams only, first; such an alert is in no list and no feed. */
  audience: "public" | "outreach";

  /** How strongly we speak. */
  level: Level;

  /** How sure the result is. */
  grade: Grade;

  /** What it is chiefly about. */
  substance: { id: string; name: string };

  /** Classes of the substance, such as opioid. */
  substanceClasses: string[];

  /** What the samples were expected to be. */
  expectedName?: string;

  /** What the samples are. */
  form: Form;

  /** What they look like. The same look can hold something else. */
  appearance?: string;

  /** The finest place that is published, and the areas that it lies in. */
  area: { code: string; name: string; path: string[] };

  /** How many samples are behind it. */
  samples: number;

  /** Day of the first result, YYYY-MM-DD. */
  resultsFrom: string;

  /** Day of the last result, YYYY-MM-DD. */
  resultsTo: string;

  /** Each threshold crossed, as a sentence with numbers, units, source and method. */
  reasons: string[];

  /** Methods in words. */
  methods: string[];

  /** The organisation that answers for it. */
  sender: string;

  /** True while a threshold behind it is only proposed. */
  thresholdNotAdopted: boolean;

  /** Days from publication to `expiresAt`. */
  expiresAfterDays: number;

  /** Why it was withdrawn; only on the withdrawal itself. */
  withdrawnBecause?: string;

  /** The words by language, two letters each. */
  texts: Record<string, AlertText>;
}

/** A page of alerts. */
export interface AlertsList {
  alerts: AlertRevision[];

  /** For the next page, as `cursor`; null on the last one. The same stands in the `Link` header. */
  nextCursor: string | null;
}

/** The newest revision of an alert, and those before it. */
export interface AlertWithHistory {
  /** Id of the alert; the same for all its revisions. */
  id: string;

  /** Goes up with every revision; numbers may be left out. */
  revision: number;

  /** CAP 1.2 status. Only Actual is about real samples. */
  status: "Actual" | "Exercise" | "Test";

  /** CAP 1.2 msgType: the first word, a later word, or the withdrawal. */
  msgType: "Alert" | "Update" | "Cancel";

  /** superseded and withdrawn: by the revision `supersededBy`. */
  state: "published" | "superseded" | "withdrawn" | "expired";

  /** Whether people should act on it now. A withdrawal is published too, and is nothing to act on. */
  isCurrent: boolean;

  /** When the alert was first published. */
  firstPublishedAt: string;

  /** When this revision was published. */
  publishedAt: string;

  /** Until when it holds. */
  expiresAt: string;

  /** When it last changed: published, superseded, withdrawn or expired. */
  updatedAt: string;

  /** The revision that took its place. Left out: there is none. */
  supersededBy?: number;

  /** The page about it, for people. */
  url: string;

  /** public: everybody. outreach: outreach teams only, first; such an alert is in no list and no feed. */
  audience: "public" | "outreach";

  /** How strongly we speak. */
  level: Level;

  /** How sure the result is. */
  grade: Grade;

  /** What it is chiefly about. */
  substance: { id: string; name: string };

  /** Classes of the substance, such as opioid. */
  substanceClasses: string[];

  /** What the samples were expected to be. */
  expectedName?: string;

  /** What the samples are. */
  form: Form;

  /** What they look like. The same look can hold something else. */
  appearance?: string;

  /** The finest place that is published, and the areas that it lies in. */
  area: { code: string; name: string; path: string[] };

  /** How many samples are behind it. */
  samples: number;

  /** Day of the first result, YYYY-MM-DD. */
  resultsFrom: string;

  /** Day of the last result, YYYY-MM-DD. */
  resultsTo: string;

  /** Each threshold crossed, as a sentence with numbers, units, source and method. */
  reasons: string[];

  /** Methods in words. */
  methods: string[];

  /** The organisation that answers for it. */
  sender: string;

  /** True while a threshold behind it is only proposed. */
  thresholdNotAdopted: boolean;

  /** Days from publication to `expiresAt`. */
  expiresAfterDays: number;

  /** Why it was withdrawn; only on the withdrawal itself. */
  withdrawnBecause?: string;

  /** The words by language, two letters each. */
  texts: Record<string, AlertText>;

  /** The revisions before it, newest first. */
  earlier: AlertRevision[];
}

/** What became of each revision of an alert. */
export interface AlertDeliveries {
  alertId: string;

  /** Newest first. */
  revisions: {
    revision: number;
    startedAt: string;

    /** Left out: subscriptions are still being asked. */
    expandedAt?: string;
    stopped?: { at: string; because: string };

    /** The sum of the six that follow. */
    intended: number;
    pending: number;
    held: number;
    accepted: number;
    gone: number;
    expired: number;
    failed: number;
    firstAcceptedAt?: string;
    lastAcceptedAt?: string;
    pushServices: {
      name: string;
      pending: number;
      held: number;
      accepted: number;
      gone: number;
      expired: number;
      failed: number;
    }[];
  }[];
}

/** What became of a session that was sent. */
export interface SessionReceipt {
  /** accepted: committed to disk now. already-received: the same thing was sent before; nothing has changed. */
  outcome: "accepted" | "already-received";
  id: string;
}

/** What became of a sample that was sent. */
export interface SampleReceipt {
  /** accepted: committed to disk now. already-received: the same thing was sent before; nothing has changed. */
  outcome: "accepted" | "already-received";
  id: string;
  unresolved: UnresolvedName[];
}

/** What became of each sample of a batch. */
export interface BatchReceipt {
  rows: number;
  accepted: number;
  refused: number;

  /** One for each row, in order. A row that is refused does not touch the others. */
  results: (
    | {
        /** accepted: committed to disk now. already-received: the same thing was sent before; nothing has changed. */
        outcome: "accepted" | "already-received";
        id: string;
        unresolved: UnresolvedName[];

        /** Place of the row in the batch, from 0. */
        row: number;

        /** 201 or 200. */
        status: number;
      }
    | {
        /** Place of the row in the batch, from 0. */
        row: number;
        type: string;
        title: string;
        status: number;
        detail?: string;
        errors?: { pointer: string; detail: string }[];
      }
  )[];
}

/** What became of a result that was added, or of a correction. */
export interface RevisionReceipt {
  /** accepted: committed to disk now. already-received: the same thing was sent before; nothing has changed. */
  outcome: "accepted" | "already-received";
  id: string;

  /** The revision that the sample is at now. */
  revision: number;
  unresolved: UnresolvedName[];
}

/** A name that the catalogue does not know. */
export interface UnresolvedName {
  /** JSON pointer to the name, as a URI fragment. */
  pointer: string;

  /** The name as it was sent. It is kept as it is. */
  name: string;

  /** What may have been meant, likeliest first. Nothing is replaced by itself. */
  suggestions: {
    substanceId: string;
    name: string;

    /** Between 0 and 1. */
    confidence: number;
  }[];
}

/** A sample as it stands, with its notice. */
export interface StoredSample {
  id: string;

  /** 1 at first; each added analysis and each correction counts one up. */
  revision: number;
  sessionId: string;
  sampleCode: string;

  /** Code of the session's area. */
  area: string;
  receivedAt: string;

  /** When the newest result was obtained. */
  resultAt: string;
  expectedSubstance: string | null;
  expectedSubstanceId: string | null;
  form: Form;
  appearance: { colour: string | null; logo: string | null; description: string | null };

  /** In milligrams. */
  weightMg: number | null;
  collectedOn: string | null;

  /** In the shape in which they are sent: a correction starts from them. */
  analyses: {
    id: string;

    /** Id of the method. */
    method: string;
    analysedAt: string;
    findings: {
      /** The laboratory's own word. */
      substance: string;
      presence: "detected" | "not-detected" | "inconclusive";
      abundance?: "major" | "minor" | "trace";
      amount?:
        | {
            kind: "percent-by-weight";

            /** More than 0. */
            value: number;
            basis: "base" | "salt" | "unspecified";
            uncertainty?: number;
            estimated: boolean;
          }
        | {
            kind: "dose";
            unit: "mg" | "µg";

            /** More than 0. */
            value: number;
            basis: "base" | "salt" | "unspecified";
            uncertainty?: number;
            estimated: boolean;
          };
    }[];
  }[];

  /** All findings of all analyses, with names looked up. */
  findings: {
    /** The laboratory's own word. */
    name: string;

    /** Left out: the name is not known. */
    substanceId?: string;

    /** Preferred name, as it is written in alerts. */
    substanceName: string | null;
    presence: "detected" | "not-detected" | "inconclusive";
    abundance?: "major" | "minor" | "trace";
    amount?:
      | {
          kind: "percent-by-weight";

          /** More than 0. */
          value: number;
          basis: "base" | "salt" | "unspecified";
          uncertainty?: number;
          estimated: boolean;
        }
      | {
          kind: "dose";
          unit: "mg" | "µg";

          /** More than 0. */
          value: number;
          basis: "base" | "salt" | "unspecified";
          uncertainty?: number;
          estimated: boolean;
        };
    methodId: string;
  }[];

  /** Null until the sample has been matched; that takes a moment after it was received. */
  notice: Notice | null;
}

/** What a session is told of its sample. It is no alert: it concerns this sample alone. */
export interface Notice {
  /** none: nothing to say. notice: for the session alone. open: a draft of an alert was made. update: it belongs to an alert that exists. hold: a reviewer rejected the same lately, so nothing new was drafted. */
  decision: "none" | "notice" | "open" | "update" | "hold";

  /** A word that stays the same from release to release. */
  reason: string;

  /** The reason as a sentence. */
  explanation: string;
  level: Level | null;

  /** The alert that it belongs to. */
  alertId: string | null;
  decidedAt: string;

  /** Every threshold that the sample crossed. */
  matches: {
    packId: string;
    packVersion: string;

    /** False while the threshold is only proposed. */
    thresholdAdopted: boolean;
    ruleId: string;
    substanceId: string;
    level: Level;
    grade: Grade;

    /** One sentence with numbers, units, source and method. */
    reason: string;
  }[];

  /** To be shown beside every result. */
  caveat: string;
}

/** All that the public side is made of. Nothing in it is secret. */
export interface Snapshot {
  /** Differs when the alerts do. */
  version: string;
  site: {
    name: string;
    url: string;
    language: string;
    status: "Actual" | "Exercise" | "Test";
    namingHost?: string;
    webSubHub?: string;
  };
  areas: { code: string; names: { en: string; pl: string }; parent?: string; aliases: string[] }[];
  substanceClasses: { id: string; name: string; parent?: string }[];
  applicationServerKey: string;

  /** Every revision for everybody of the alerts that are current or ended lately, newest first. */
  alerts: {
    alertId: string;
    revision: number;
    msgType: "Alert" | "Update" | "Cancel";
    state: "published" | "superseded" | "withdrawn" | "expired";
    content: AlertContent;
    firstPublishedAt: string;
    publishedAt: string;
    expiresAt: string;
  }[];
}

/** Counts from the open data; small ones are left out. */
export interface Statistics {
  /** When the tables were made that this was counted from; null: not yet. */
  madeAt: string | null;
  licence: string;

  /** No count is below this. */
  floor: number;

  /** Samples checked, whatever was found. */
  checked: {
    /** Code of a region or country; empty: everywhere. */
    region: string;

    /** A month such as 2026-07, or a year; null: the whole time. */
    period: string | null;

    /** At least so many. */
    samples: number;
  }[];
  found: {
    substance: { id: string; name: string | null };

    /** Code of a region or country; empty: everywhere. */
    region: string;

    /** A month such as 2026-07, or a year; null: the whole time. */
    period: string | null;

    /** At least so many. */
    samples: number;
  }[];
}

/** The subscription that was made. */
export interface SubscriptionReceipt {
  id: string;

  /** Shown once. Whoever has it can read, change and erase this subscription. */
  managementToken: string;
}

/** An interest as it is kept. */
export interface StoredInterest {
  /** Codes of areas; none means everywhere. */
  areas: string[];

  /** Ids of substance classes; none means all. */
  substanceClasses: string[];
  levelFloor: Level;
  language: string;

  /** Left out: there are none. */
  quietHours?: {
    /** A time of day by a clock in `timeZone`, such as 22:30. */
    from: string;

    /** A time of day by a clock in `timeZone`, such as 22:30. */
    to: string;

    /** IANA time zone, such as Europe/Warsaw. */
    timeZone: string;
    below: Level;
  };
}

/** All that is kept of a subscription, but for the endpoint and the keys. */
export interface StoredSubscription {
  id: string;
  channel: "web-push" | "webhook";
  pushService: string;
  applicationServerKeyId: string | null;
  audience: "public" | "outreach";

  /** Whose invitation it came by, or whose webhook it is. */
  organisation: string | null;
  interest: StoredInterest;
  createdAt: string;

  /** Null: the device has not confirmed a first message, and is sent nothing. */
  confirmedAt: string | null;

  /** The push service wants one that is made for the present application server key. */
  needsNewSubscription: boolean;
  endedAt: string | null;
  endedReason: string | null;
}

/** The webhook that was made. */
export interface WebhookReceipt {
  id: string;

  /** Also manages it at /v1/subscriptions/{id}. Shown once. */
  managementToken: string;

  /** whsec_…, as Standard Webhooks writes it. Shown once. */
  secret: string;
}

/** All that is known of a webhook but its secrets. */
export interface StoredWebhook {
  id: string;

  /** Null when no key that is in use opens it. */
  url: string | null;
  interest: StoredInterest;
  createdAt: string;

  /** Null: it has not answered its challenge, and is sent nothing else. */
  confirmedAt: string | null;

  /** Why the newest challenge was not answered. */
  lastChallenge: string | null;
  endedAt: string | null;
  endedReason: string | null;

  /** How many secrets sign at present. */
  signingSecrets: number;
}

/** The delivery log of a webhook. */
export interface WebhookDeliveries {
  /** Newest first, at most 100. Holds nothing of what was said on either side. */
  deliveries: {
    /** The header webhook-id; the same on every attempt. */
    webhookId: string;
    alertId: string;
    revision: number;
    state: "pending" | "held" | "accepted" | "gone" | "expired" | "failed";
    attempts: number;

    /** What came of the last attempt that was not accepted. */
    lastAnswer: string | null;
    intendedAt: string;
    replayedAt: string | null;

    /** When it is tried next; null when it has ended. */
    dueAt: string | null;
    finishedAt: string | null;
  }[];
}

/** Drafts that wait, and published alerts that want attention. */
export interface Queue {
  entries: {
    alertId: string;
    revision: number;
    msgType: "Alert" | "Update" | "Cancel";
    state: "draft" | "in-review" | "published" | "superseded" | "withdrawn" | "expired" | "discarded";
    content: AlertContent;
    draftedAt: string;
    approvals: number;

    /** People who must approve exactly the same content: 1, or 2 for red. */
    approvalsNeeded: number;

    /** The newest result is older than 30 days: for learning from, not for publishing. */
    isHistory: boolean;

    /** Why somebody should look at it again. */
    attention?: string;
  }[];

  /** Drafts whose newest result is older than 30 days; they are listed apart. */
  historyCount: number;
}

/** All that a reviewer sees of one alert. */
export interface AlertUnderReview {
  alertId: string;

  /** The newest result is older than 30 days: for learning from, not for publishing. */
  isHistory: boolean;

  /** Why somebody should look at it again. */
  attention?: string;

  /** Newest first. */
  revisions: {
    revision: number;
    msgType: "Alert" | "Update" | "Cancel";
    state: "draft" | "in-review" | "published" | "superseded" | "withdrawn" | "expired" | "discarded";
    content: AlertContent;

    /** SHA-256 of the content, hexadecimal; an approval names it. */
    contentHash: string;
    textRemarks: TextRemark[];
    draftedLevel: Level;
    draftedAt: string;
    editedBy?: string;
    approvals: { reviewer: string; at: string }[];

    /** People who must approve exactly the same content: 1, or 2 for red. */
    approvalsNeeded: number;
    publishedAt?: string;
    expiresAt?: string;
    closedReason?: string;
  }[];

  /** Every sample behind it, newest result first. */
  evidence: {
    sampleId: string;
    sampleCode: string;
    revision: number;
    area: string;
    resultAt: string;
    expectedName?: string;
    form: string;
    colour?: string;
    logo?: string;
    findings: { name: string; presence: string; amount: string; method: string }[];
    matches: {
      ruleId: string;
      packId: string;
      packVersion: string;
      packStatus: string;
      level: Level;
      reason: string;
    }[];
    decision: string;
  }[];
}

/** Something to change in a text. */
export interface TextRemark {
  /** refuse: it cannot be approved like this. warn: advice. */
  severity: "refuse" | "warn";

  /** Left out: it is about the looks. */
  language?: string;
  field: string;

  /** The words it is about. */
  words: string;
  because: string;
}

/** What can be asked of an installation. Each function answers what it is told, or throws a TocsinProblem. */
export function openTocsin(options: ClientOptions) {
  const request = openRequests(options);
  return {
    /** List alerts. A page begins after a place in the order of changes, so nothing comes twice when something is published meanwhile. To follow everything, ask with `updated_since`, read to the last page, and the next time ask from a little before the latest `updatedAt` that you have; keep records by `id` and `revision`, the same one again is harmless. Alerts stay in the list for 90 days after they have ended. By `Accept` the feed of all alerts is answered instead, the same bytes as at /feeds/alerts; it takes no parameters. */
    listAlerts: (
      query: {
        /** An instant with its offset. Every revision that was published, superseded or withdrawn, or has expired, at that instant or later, the earliest change first: what a mirror needs. Left out: the newest revision of every alert that is current or ended in the last 30 days, the latest change first. */
        updated_since?: string;

        /** Code of an area such as PL or PL-14: alerts of it and of the areas within. */
        area?: string;

        /** Alerts of that level or graver. */
        level?: "information" | "caution" | "warning" | "red";

        /** Id of a substance class such as opioid: alerts about one of its substances. */
        substance_class?: string;

        /** Most alerts in one answer. */
        limit?: number;

        /** Where the page before ended, from its `Link` header or `nextCursor`. Its content means nothing to anybody else. */
        cursor?: string;
      } = {},
    ) => request<AlertsList>("GET", `/v1/alerts`, { query }),

    /** Read an alert with its history. Alerts are kept for good, also after they have ended. One that only outreach teams were told of is answered to whoever has its address, without being cached. */
    getAlert: (id: string) => request<AlertWithHistory>("GET", `/v1/alerts/${encodeURIComponent(id)}`),

    /** Read what became of an alert. How many deliveries were intended and how they stand, for each revision, in all and at each push service. Accepted means by the push service: whether a phone has shown it nobody is told. */
    getDeliveries: (id: string) =>
      request<AlertDeliveries>("GET", `/v1/alerts/${encodeURIComponent(id)}/deliveries`),

    /** Read everything at once. For a copy of the public side elsewhere. How fresh it is stands in the header Tocsin-Taken-At. Who follows alerts for another purpose asks GET /v1/alerts. */
    getSnapshot: () => request<Snapshot>("GET", `/v1/snapshot`),

    /** Read statistics. How many samples were checked, and how many held what, by region and month. Only where the installation publishes open data. */
    getStatistics: (
      query: {
        /** Id or name of a substance. */
        substance?: string;

        /** Code or name of an area; a country: its regions too. */
        region?: string;

        /** First month, such as 2026-05. */
        from?: string;

        /** Last month, such as 2026-07. */
        to?: string;
      } = {},
    ) => request<Statistics>("GET", `/v1/statistics`, { query }),

    /** Create a session. One opening of a service. Samples are sent into it. */
    createSession: (body: Session) => request<SessionReceipt>("POST", `/v1/sessions`, { body }),

    /** Submit a sample, or up to 1,000. An object is one sample, at most 256 KiB. A list, or one sample a line as application/x-ndjson, is a batch of at most 1000 samples and 8 MiB; it is always answered with 200 and one result for each row. */
    submitSample: (body: Sample | Sample[]) =>
      request<SampleReceipt | BatchReceipt>("POST", `/v1/samples`, { body }),

    /** Read a sample and its notice. Only samples of the key's own organisation. */
    getSample: (id: string) => request<StoredSample>("GET", `/v1/samples/${encodeURIComponent(id)}`),

    /** Add a result that arrives later. The sample is matched again; an alert that it belongs to is looked at again. */
    addAnalysis: (id: string, body: Analysis) =>
      request<RevisionReceipt>("POST", `/v1/samples/${encodeURIComponent(id)}/analyses`, { body }),

    /** Correct a sample. The whole sample again with all its analyses, as it should have been. What it said before is kept. */
    correctSample: (id: string, body: SampleCorrection) =>
      request<RevisionReceipt>("POST", `/v1/samples/${encodeURIComponent(id)}/revisions`, { body }),

    /** Read the application server key. What a browser needs to make a push subscription (RFC 8292). */
    getApplicationServerKey: () =>
      request<{
        /** Uncompressed P-256 point, base64url; for PushManager.subscribe(). */
        applicationServerKey: string;
      }>("GET", `/v1/application-server-key`),

    /** Subscribe a device to web push. Nothing is sent before the device has confirmed a first message, which comes at once. The same browser asking again gets a new management token, and the old one ends. */
    subscribe: (body: SubscriptionRequest) =>
      request<SubscriptionReceipt>("POST", `/v1/subscriptions`, { body }),

    /** Read what is kept of a subscription. Everything but the endpoint and the keys. */
    getSubscription: (id: string) =>
      request<StoredSubscription>("GET", `/v1/subscriptions/${encodeURIComponent(id)}`),

    /** Change an interest. The new interest takes the place of the former one as a whole. */
    changeSubscription: (id: string, body: Interest) =>
      request<{ outcome: "changed"; interest: StoredInterest }>(
        "PUT",
        `/v1/subscriptions/${encodeURIComponent(id)}`,
        { body },
      ),

    /** Erase a subscription. At once and for good. */
    eraseSubscription: (id: string) => request<void>("DELETE", `/v1/subscriptions/${encodeURIComponent(id)}`),

    /** Confirm the first message. From now on alerts are sent. Doing so twice is harmless. What nobody confirms within 24 hours is erased. */
    confirmSubscription: (id: string, body: Confirmation) =>
      request<{ outcome: "confirmed"; confirmedAt: string }>(
        "POST",
        `/v1/subscriptions/${encodeURIComponent(id)}/confirm`,
        { body },
      ),

    /** Send the first message once more. At most once a minute. Only for browsers. */
    sendTestMessage: (id: string) =>
      request<{ outcome: "sending" }>("POST", `/v1/subscriptions/${encodeURIComponent(id)}/test`),

    /** List the organisation's webhooks. Without their secrets. */
    listWebhooks: () => request<{ webhooks: StoredWebhook[] }>("GET", `/v1/webhooks`),

    /** Register a webhook. A signed challenge is sent at once; nothing else is, until the server has answered it. */
    registerWebhook: (body: WebhookRequest) => request<WebhookReceipt>("POST", `/v1/webhooks`, { body }),

    /** Read a webhook. Whether it has answered its challenge, and how it stands. */
    getWebhook: (id: string) => request<StoredWebhook>("GET", `/v1/webhooks/${encodeURIComponent(id)}`),

    /** End a webhook. Erases it at once. */
    endWebhook: (id: string) => request<void>("DELETE", `/v1/webhooks/${encodeURIComponent(id)}`),

    /** Send the challenge once more. At most once a minute. */
    sendChallenge: (id: string) =>
      request<{ outcome: "sending" }>("POST", `/v1/webhooks/${encodeURIComponent(id)}/test`),

    /** Make a new signing secret. The new one and the former ones all sign, until the former ones end or are retired. */
    makeWebhookSecret: (id: string) =>
      request<{
        /** whsec_…, as Standard Webhooks writes it. Shown once. */
        secret: string;

        /** Until then the former secrets sign too. */
        formerSignUntil: string;
      }>("POST", `/v1/webhooks/${encodeURIComponent(id)}/secrets`),

    /** Retire the former secrets. From now on the newest secret alone signs. */
    retireFormerSecrets: (id: string) =>
      request<void>("DELETE", `/v1/webhooks/${encodeURIComponent(id)}/secrets/former`),

    /** Read the delivery log. What became of each revision at this webhook. */
    listWebhookDeliveries: (id: string) =>
      request<WebhookDeliveries>("GET", `/v1/webhooks/${encodeURIComponent(id)}/deliveries`),

    /** Send a revision once more. With the same webhook-id, whatever became of it before. */
    replayDelivery: (id: string, alertId: string, revision: number) =>
      request<{ outcome: "queued"; webhookId: string }>(
        "POST",
        `/v1/webhooks/${encodeURIComponent(id)}/deliveries/${encodeURIComponent(alertId)}/${encodeURIComponent(revision)}/replay`,
      ),

    /** Read the queue. Highest level first, then longest waiting; at most 200. */
    listQueue: (
      query: {
        /** history: the drafts whose newest result is older than 30 days. */
        show?: "current" | "history";
      } = {},
    ) => request<Queue>("GET", `/v1/review/alerts`, { query }),

    /** Read an alert with all its revisions and the evidence. What an approval is given on. */
    getAlertUnderReview: (id: string) =>
      request<AlertUnderReview>("GET", `/v1/review/alerts/${encodeURIComponent(id)}`),

    /** Edit a draft. Takes the evidence in as it stands now. Approvals given before were for other words and no longer count. */
    editDraft: (id: string, body: DraftEdit) =>
      request<{ outcome: "edited"; contentHash: string; remarks: TextRemark[] }>(
        "POST",
        `/v1/review/alerts/${encodeURIComponent(id)}/edit`,
        { body },
      ),

    /** Approve a draft. The last approval that is needed publishes. Red needs two people. */
    approveAlert: (id: string, body: Approval) =>
      request<
        | { outcome: "published"; revision: number }
        | { outcome: "approved"; approvals: number; approvalsNeeded: number }
      >("POST", `/v1/review/alerts/${encodeURIComponent(id)}/approve`, { body }),

    /** Reject a draft. The same thing at the same level is not drafted again for 14 days. */
    rejectDraft: (id: string, body: Reason) =>
      request<{ outcome: "rejected" }>("POST", `/v1/review/alerts/${encodeURIComponent(id)}/reject`, {
        body,
      }),

    /** Open an update. A new draft for everybody, with the words of the published alert, which stays until the draft is approved. */
    openUpdate: (id: string, body: {}) =>
      request<{ outcome: "opened"; revision: number }>(
        "POST",
        `/v1/review/alerts/${encodeURIComponent(id)}/update`,
        { body },
      ),

    /** Withdraw an alert. At once, by one person; sent to everyone who was sent the alert. */
    withdrawAlert: (id: string, body: Reason) =>
      request<{ outcome: "withdrawn"; revision: number }>(
        "POST",
        `/v1/review/alerts/${encodeURIComponent(id)}/withdraw`,
        { body },
      ),

    /** Keep an alert as it is. Somebody looked again at a published alert that called for attention. */
    keepAlert: (id: string, body: Reason) =>
      request<{ outcome: "kept" }>("POST", `/v1/review/alerts/${encodeURIComponent(id)}/keep`, { body }),

    /** List conflicts. What was sent and contradicts something that was sent before, oldest first, at most 200. */
    listConflicts: (
      query: {
        /** The last id of the page before. */
        after?: string;
      } = {},
    ) =>
      request<{
        conflicts: {
          id: string;
          kind: string;

          /** Id of the sample or session that it contradicts. */
          subjectId: string;

          /** What was sent. */
          body: unknown;
          receivedAt: string;
        }[];
      }>("GET", `/v1/review/conflicts`, { query }),

    /** Resolve a conflict. Notes what somebody found. What is right goes in as a correction of the sample. */
    resolveConflict: (id: string, body: { resolution: string }) =>
      request<{ outcome: "resolved" }>("POST", `/v1/review/conflicts/${encodeURIComponent(id)}`, { body }),

    /** List invitations. Those of the organisation, newest first, at most 200; never with their links. */
    listInvitations: () =>
      request<{
        invitations: {
          id: string;
          name?: string;
          organisation: string;

          /** Left out: the operator. */
          createdBy?: string;
          createdAt: string;
          expiresAt: string;
          uses: number;
          mostUses: number;
          revokedAt?: string;
          isUsable: boolean;
        }[];
      }>("GET", `/v1/review/invitations`),

    /** Invite to the outreach team. Whoever opens the link can subscribe to what outreach teams are told. */
    createInvitation: (body: InvitationRequest) =>
      request<{
        id: string;

        /** Shown once. Whoever opens it can subscribe. */
        link: string;
        expiresAt: string;
        mostUses: number;
      }>("POST", `/v1/review/invitations`, { body }),

    /** Revoke an invitation. Nobody subscribes by it any more; who has subscribed stays. */
    revokeInvitation: (id: string) =>
      request<void>("DELETE", `/v1/review/invitations/${encodeURIComponent(id)}`),
  };
}

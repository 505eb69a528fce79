/** A knowledge file: a version, and lists of records that have an id or a code. */
interface KnowledgeFile {
  version: string;
}

const keyOf = (record: unknown): unknown => {
  if (typeof record !== "object" || record === null) return record;
  return "id" in record ? record.id : "code" in record ? record.code : record;
};

const byKey = (shipped: readonly unknown[], own: readonly unknown[]): unknown[] => [
  ...new Map([...shipped, ...own].map((record) => [keyOf(record), record])).values(),
];

/**
 * What Tocsin ships together with what an organisation knows itself: a record with a new id is added, one with a known id
 * stands in its place. The version names both.
 */
export function withOwn<File extends KnowledgeFile>(shipped: File, own: File | undefined): File {
  if (own === undefined) return shipped;
  const merged = Object.entries(shipped).map(([name, part]: [string, unknown]) => {
    const ownPart = own[name as keyof File] as unknown;
    return [name, Array.isArray(part) && Array.isArray(ownPart) ? byKey(part, ownPart) : part];
  });
  return { ...(Object.fromEntries(merged) as File), version: `${shipped.version}+${own.version}` };
}

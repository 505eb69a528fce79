import { type Level, LEVELS, rankOf } from "./level.ts";
import type { Match } from "./match.ts";

/** Source: three identical tablets at three sites (DIMS, December 2023); numbers proposed by the Tocsin project. */
export const CLUSTER_DAYS = 14;
export const CLUSTER_SAMPLES = 3;

/** A sample that speaks of the same thing as others: the same group (see `groupKey`). */
export interface Alike {
  id: string;
  /** Who tested it: two organisations are two independent sites. */
  organisationId: string;
  resultAt: Date;
  /** The highest level of its own matches, not raised by others. */
  ownLevel: Level;
}

export type Cluster = "two-organisations" | "three-samples";

const DAY_MS = 86_400_000;

/** Those near enough in time to make a cluster with this sample. */
export const nearTo = <One extends Alike>(sample: { resultAt: Date }, alike: readonly One[]): One[] =>
  alike.filter(
    (one) => Math.abs(one.resultAt.getTime() - sample.resultAt.getTime()) <= CLUSTER_DAYS * DAY_MS,
  );

/** Whether samples that are alike came so close together that it is more than one case. A sample given twice counts once. */
export function clusterOf(alike: readonly Alike[]): Cluster | undefined {
  const samples = [...new Map(alike.map((one) => [one.id, one])).values()].sort(
    (a, b) => a.resultAt.getTime() - b.resultAt.getTime(),
  );
  const isNear = (a: Alike | undefined, b: Alike | undefined) =>
    a !== undefined &&
    b !== undefined &&
    b.resultAt.getTime() - a.resultAt.getTime() <= CLUSTER_DAYS * DAY_MS;
  // In the order of time two different organisations that are near have two neighbours that differ and are nearer.
  if (
    samples.some(
      (one, index) =>
        isNear(one, samples[index + 1]) && one.organisationId !== samples[index + 1]?.organisationId,
    )
  )
    return "two-organisations";
  return samples.some((one, index) => isNear(one, samples[index + CLUSTER_SAMPLES - 1]))
    ? "three-samples"
    : undefined;
}

/**
 * One level more where enough of the samples that are alike have this level or a higher one. Not where they are only stronger
 * than usual, new or unnamed: of many samples some always lie at the upper end, so counting them says how many were tested.
 */
export function escalated(
  level: Level,
  kind: Match["kind"],
  alike: readonly Alike[],
): { level: Level; cluster?: Cluster } {
  if (kind === "percentile" || kind === "first-detection" || kind === "unknown-substance") return { level };
  const cluster = clusterOf(alike.filter((one) => rankOf(one.ownLevel) >= rankOf(level)));
  return cluster ? { level: LEVELS[rankOf(level) + 1] ?? level, cluster } : { level };
}

export const sayCluster = (cluster: Cluster): string =>
  cluster === "two-organisations"
    ? `Found by at least two organisations within ${CLUSTER_DAYS} days: one level more`
    : `At least ${CLUSTER_SAMPLES} samples within ${CLUSTER_DAYS} days: one level more`;

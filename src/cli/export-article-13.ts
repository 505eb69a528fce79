import { alertsPublishedBetween } from "../db/alerts-published-between.ts";
import { type Article13Notification, article13Notification } from "../exchange/article-13-notification.ts";
import { commandSite } from "./command-site.ts";
import type { CommandDeps } from "./run-command.ts";
import type { Between } from "./run-export.ts";

/** `tocsin export article-13`: each alert published in these days as a notification to the national focal point would tell it. */
export async function exportArticle13(
  { db, config, loadKnowledge }: CommandDeps,
  { from, until }: Between,
): Promise<Article13Notification[]> {
  const site = commandSite(config);
  const knowledge = await loadKnowledge();
  const alerts = await alertsPublishedBetween(db, from, until);
  return alerts.flatMap(
    ({ revisions, samples }) => article13Notification(site, revisions, samples, knowledge) ?? [],
  );
}

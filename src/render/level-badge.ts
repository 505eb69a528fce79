import { html } from "hono/html";
import type { Level } from "../domain/level.ts";
import type { Markup } from "./markup.ts";
import { LEVEL_WORDS } from "./say-level.ts";

/** A shape for each level, so that no reader depends on colour: circle, diamond, triangle, octagon. 24 by 24. */
const SHAPES: Record<Level, string> = {
  information: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.4 4h2.8v2.8h-2.8Zm0 4.6h2.8V18h-2.8Z",
  caution: "M12 1 23 12 12 23 1 12Zm-1.4 5v7.6h2.8V6Zm0 9.4v2.8h2.8v-2.8Z",
  warning: "M12 1.5 23.5 22H.5Zm-1.4 7v7h2.8v-7Zm0 8.6v2.8h2.8v-2.8Z",
  red: "M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4Zm3.2 4.5v8.4h2.8V5.5Zm0 10.2v2.8h2.8v-2.8Z",
};

export const levelShape = (level: Level): Markup =>
  html`<svg class="shape" viewBox="0 0 24 24" aria-hidden="true">
    <path fill="currentColor" fill-rule="evenodd" d="${SHAPES[level]}" />
  </svg>`;

/** The level in word, shape and colour. */
export const levelBadge = (level: Level): Markup =>
  html`<span class="badge ${level}">${levelShape(level)} ${LEVEL_WORDS[level].name}</span>`;

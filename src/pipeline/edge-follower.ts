import type { Follower } from "./tell-followers.ts";

/** Our own edge: it looks at once, and says yes only when it has the version that it is told of. */
export const edgeFollower = (edgeUrl: string): Follower => ({
  name: "edge",
  address: `${edgeUrl}/refresh`,
  headers: { "content-type": "application/json" },
  body: ({ version }) => JSON.stringify({ version }),
});

/** Every address that a page, a feed or a form points to, below the site's origin. */
export const ADDRESS = {
  alerts: "/",
  alert: (alertId: string) => `/alerts/${encodeURIComponent(alertId)}`,
  /** The same as JSON. */
  alertApi: (alertId: string) => `/v1/alerts/${encodeURIComponent(alertId)}`,
  /** Where an organisation looks after one of its webhooks. */
  webhookApi: (webhookId: string) => `/v1/webhooks/${encodeURIComponent(webhookId)}`,
  /** One published revision as a CAP document. */
  cap: (alertId: string, revision: number) => `/alerts/${encodeURIComponent(alertId)}/${revision}.cap`,
  /** `path` as in a feed's name, for example "region/PL-14.atom". */
  feed: (path: string) => `/feeds/${path}`,
  feedCatalogue: "/feeds",
  feedsOpml: "/feeds.opml",
  apiDocs: "/docs/api",
  openApi: "/openapi.json",
  openData: "/open-data/",
  openDataFile: (name: string) => `/open-data/${name}`,
  subscribe: "/subscribe",
  /** Where somebody whom an organisation invited subscribes. */
  invited: (token: string) => `/subscribe?invitation=${encodeURIComponent(token)}`,
  manage: "/manage",
  review: "/review",
  reviewHistory: "/review?show=history",
  reviewAlert: (alertId: string) => `/review/alerts/${encodeURIComponent(alertId)}`,
  reviewAction: (alertId: string, action: "edit" | "approve" | "reject" | "withdraw" | "update" | "keep") =>
    `/review/alerts/${encodeURIComponent(alertId)}/${action}`,
  invitations: "/review/invitations",
  revokeInvitation: (id: string) => `/review/invitations/${encodeURIComponent(id)}/revoke`,
  signIn: "/sign-in",
  signOut: "/sign-out",
  stylesheet: "/tocsin.css",
  docsStylesheet: "/docs.css",
  embedStylesheet: "/embed.css",
  reviewStylesheet: "/review.css",
  manifest: "/manifest.webmanifest",
  icon: "/icon.svg",
  iconPng: "/icon-192.png",
  subscribeScript: "/subscribe.js",
  manageScript: "/manage.js",
} as const;

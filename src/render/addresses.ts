/** Every address that a page, a feed or a form points to, below the site's origin. */
export const ADDRESS = {
  alerts: "/",
  alert: (alertId: string) => `/alerts/${encodeURIComponent(alertId)}`,
  /** `path` as in a feed document, for example "PL-14.atom". */
  feed: (path: string) => `/feeds/${path}`,
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
  reviewStylesheet: "/review.css",
  manifest: "/manifest.webmanifest",
  icon: "/icon.svg",
  iconPng: "/icon-192.png",
  subscribeScript: "/subscribe.js",
  manageScript: "/manage.js",
} as const;

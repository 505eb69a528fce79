/** Where the delivery of one revision to one subscription stands. `held`: waits until the subscriber's quiet hours are over. */
export const DELIVERY_STATES = ["pending", "held", "accepted", "gone", "expired", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

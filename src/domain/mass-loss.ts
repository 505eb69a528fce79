/** Source: reliability-security requirement P9; fewer than this are ordinary wear, whatever their share. */
export const MOST_GONE = 50;
export const MOST_GONE_SHARE = 0.02;

/**
 * Whether so many of a revision's answers at one push service say "gone" that something is wrong there or here, rather than
 * with the subscriptions. Then none of them is ended.
 */
export const isMassLoss = ({ gone, answered }: { gone: number; answered: number }): boolean =>
  gone > MOST_GONE && gone > answered * MOST_GONE_SHARE;

/** What a page says, without how it is marked up. */
export const withoutTags = (page: string): string => page.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

/**
 * The number to call for an ambulance, by country (ISO 3166-1); 112 works in all of Europe and on most mobile phones.
 * These stay in the code and are never left out of a text: states change them once in a generation, help lines move every year.
 */
const NUMBERS: Record<string, string> = { US: "911", CA: "911", AU: "000", NZ: "111", GB: "999" };

export const emergencyNumber = (areaCode: string): string => NUMBERS[areaCode.slice(0, 2)] ?? "112";

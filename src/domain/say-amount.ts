/** Four digits are more than any method here can claim. */
export const number = (value: number): string => String(Number(value.toPrecision(4)));

/** Micrograms below one milligram, as people speak of them. */
export const dose = (mg: number): string => (mg < 1 ? `${number(mg * 1000)} µg` : `${number(mg)} mg`);

export const percent = (value: number): string => `${number(value)} %`;

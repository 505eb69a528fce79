const GREEK: Record<string, string> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  ι: "iota",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  ο: "omicron",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  ς: "sigma",
  τ: "tau",
  υ: "upsilon",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
};

/** Letters that Unicode does not take apart into a plain letter and a mark. */
const UNDIVIDED: Record<string, string> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

const PLAIN_ASCII = /^[\u0000-\u007F]*$/; // oxlint-disable-line no-control-regex -- the range of ASCII

const toPlainLetters = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[α-ω]/gu, (letter) => GREEK[letter] ?? letter)
    .replace(/[łøđßæœı]/gu, (letter) => UNDIVIDED[letter] ?? letter);

/**
 * The words of a name, in the form in which names are compared: lower case, plain letters and digits, Greek letters spelled out.
 * Hyphens, brackets, quotes, commas and every kind of space only separate words. A slash is a word of its own, because
 * "Pseudo/Ephedrine" (either of two) is not "pseudoephedrine".
 */
export function foldWords(text: string): string[] {
  const plain = PLAIN_ASCII.test(text) ? text.toLowerCase() : toPlainLetters(text);
  return plain.match(/[\p{L}\p{N}]+|\//gu) ?? [];
}

/** The key under which a name is looked up: "2C-B", "2c b" and "2cb" are one key. Folding twice changes nothing. */
export const foldName = (text: string): string => foldWords(text).join("");

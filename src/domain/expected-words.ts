import { foldWords } from "./fold-name.ts";

const AMOUNT =
  /(?<![\p{L}\p{N}])\d+(?:[.,]\d+)?\s*(?:mgs?|[µμ]gs?|ugs?|mcgs?|mics?|g|gs|kg|oz|ml|iu|%|(?:milli|micro)?grams?)(?:\s*\/\s*(?:ml|g))?(?![\p{L}\p{N}])/giu;
const PRICE =
  /(?:[£$€]\s*\d+(?:[.,]\d+)?|(?<![\p{L}\p{N}])\d+(?:[.,]\d+)?\s*(?:[£$€](?!\s*\d)|zł|pln|eur|euros?|gbp|usd|quid|pounds?)(?![\p{L}\p{N}]))(?:\s*(?:\/|per|a|each|za)\s*(?:g|gram|pill|tab|tablet|strip|bag|sztuka)(?![\p{L}\p{N}]))?/giu;
const DOUBT = /\bnot\s+(?:\p{L}+\s+)?(?:sure|certain|known)\b|\bdon['’]?t\s+know\b|\bnie\s+wiem\b|[?!]/giu;

/** The text without doses, prices and words of doubt: "not sure, ketamine 1g £20?" is about ketamine. */
export const withoutAmountsAndDoubt = (text: string): string =>
  text.replace(PRICE, " ").replace(AMOUNT, " ").replace(DOUBT, " ");

/** Words in English, Polish and Welsh that say in what form, colour or number, from where or how surely, but not what. */
export const WORDS_BESIDE_THE_NAME: ReadonlySet<string> = new Set(
  `powder powdered tablet tablets tab tabs pill pills capsule capsules cap caps crystal crystals crystalline rock rocks liquid juice oil
   vape vapes cart carts cartridge pen edible edibles gummy gummies candy blotter blotters paper bar bars line bag wrap sample samples
   refill extract strip patch spray solution ampoule vial injection bottle box pack batch press pressed
   street unknown possibly possible maybe suspected supposed supposedly probably allegedly sold as brand branded generic real fake pure
   a an the some my of from for is it this bp usp be to per each x g gram grams mg
   white brown blue red pink green yellow orange purple black grey gray beige cream clear light dark round oval square
   proszek tabletka tabletki kapsułka kapsułki kryształ kryształy płyn susz pastylka podobno chyba może
   biały biała niebieski niebieska różowy różowa zielony zielona żółty żółta czerwony czerwona
   powdwr tabled tabledi capsiwl capsiwlau hylif gwyn glas coch melyn gwyrdd pinc du llwyd oren porffor`
    .split(/\s+/)
    .flatMap(foldWords),
);

/** Everyday words that mean a substance only when nothing else is written. */
export const NAMES_ONLY_ALONE: ReadonlySet<string> = new Set(
  "acid ice down kwas feta tina charlie alcohol alkohol".split(" "),
);

/** Words that turn a name into something else: a denial, a stand-in for the substance, or what it is cut with or made from. */
const TURNING_WORDS = new Set(
  `not no non isn isnt without free instead nie bez zamiast nid
   analogue analogues analog analogs substitute substitutes alternative alternatives replacement derivative derivatives like
   precursor precursors prodrug synthetic herbal legal cutting antidote zamiennik pochodna`.split(/\s+/),
);

/** The beginning of a chemical name: with it in front, "fentanyl" is another fentanyl, and "LSD" another lysergamide. */
const CHEMICAL_PREFIX =
  /^(?:(?:alpha|beta|gamma|delta|ortho|meta|para|nor|iso|des|bis|cis|trans)$|[\dno]?(?:fluoro|chloro|bromo|iodo|methyl|ethyl|propyl|butyl|benzyl|phenyl|acetyl|propionyl|butyryl|benzoyl|valeryl|furanyl|methoxy|ethoxy|hydroxy|acetoxy|nitro|amino|cyclo|deschloro|dehydro|dihydro|tetrahydro|pyrrolidin|piperidin)|.+yl$)/;

/** The end of an ester or of another compound that is named after the substance: "testosterone undecanoate". */
const CHEMICAL_ENDING = /(?:oate|acetate|butyrate|propionate|valerate|cypionate|nucleotide|riboside)$/;

/** Whether a word says that the name beside it does not mean what it means alone. */
export const turnsTheName = (word: string): boolean =>
  TURNING_WORDS.has(word) || CHEMICAL_PREFIX.test(word) || CHEMICAL_ENDING.test(word);

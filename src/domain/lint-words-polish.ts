import { wholeWords, type WordRule } from "./word-rule.ts";

const VERDICT = "reads as a promise that there is no risk, which no test can give; say what was found";
const PERSON_FIRST = 'judges people; say "osoby używające narkotyków" and what happened';
const ADVERT = "reads as an advertisement where no action stands beside it; begin with what to do";
const SENSATION = "frightens and is passed on for that; say what it can do and what helps";

const ACTION = wholeWords(
  "zacznij|poczekaj|odczekaj|nie bierz(?:cie)?|nie łącz(?:cie)?|nigdy|unikaj|weź mniej|oddaj|zbadaj|zadzwoń|zrezygnuj|zobacz|przeczytaj",
);

/**
 * The same rules as in English. Source of the person-first words: KCPU and the Polish chamber of nurses, "Język ma znaczenie".
 * "niebezpieczny" is another word, and allowed; "bezpieczniejsze używanie" is the name of a practice,
 * "pozycja bezpieczna" the recovery position.
 */
export const POLISH_WORDS: readonly WordRule[] = [
  {
    severity: "refuse",
    words: wholeWords(
      "(?<!pozycj\\p{L} (?:boczn\\p{L}+ )?)(?:naj)?bezpieczn(?!iejsz\\p{L}* (?:używani|przyjmowani|wstrzykiwani|brani))\\p{L}+",
    ),
    because: VERDICT,
  },
  {
    severity: "refuse",
    words: wholeWords(
      "nieszkodliw\\p{L}+|niegroźn\\p{L}+|(?<!nie (?:jest )?)bez (?:żadnego )?ryzyka|zero ryzyka|(?<!nie (?:znaczy|oznacza), że )(?:nie ma|brak) (?:ryzyka|zagrożenia)|nic (?:wam |ci |nikomu )?nie grozi|(?:zagrożenie|ryzyko) minęło|alarm odwołany|nie (?:ma|macie|musisz|trzeba) (?:się )?(?:czego )?(?:się )?(?:bać|martwić)|nie jest (?:groźn\\p{L}+|szkodliw\\p{L}+|toksyczn\\p{L}+)",
    ),
    because: VERDICT,
  },
  {
    severity: "refuse",
    words: wholeWords(
      "(?<!nie )można (?:to )?(?:spokojnie |śmiało )?(?:brać|zażywać|używać|pić|palić|wciągać)",
    ),
    because: VERDICT,
  },
  {
    severity: "warn",
    words: wholeWords(
      "narkoman(?!i[aięą](?!\\p{L})|ią)\\p{L}*|narkus\\p{L}*|ćpun\\p{L}*|ćpa\\p{L}*|naćpan\\p{L}*|nałogow\\p{L}+|lekoman\\p{L}*|alkoholik\\p{L}*|menel\\p{L}*|nadużywa\\p{L}+",
    ),
    because: PERSON_FIRST,
  },
  {
    severity: "warn",
    words: wholeWords("dopalacz\\p{L}*"),
    because: "judges and tells nobody what is in it; name the substance",
  },
  {
    severity: "warn",
    words: wholeWords(
      "czyst(?:y|a|e|ego|ej|emu|ym|ych|ymi|ą)(?! (?:wod|igł|strzykawk|sprzęt|skór|ręc))|brudn\\p{L}+",
    ),
    because: 'judges people and substances; say "zbadane", "nieużywany" or what was found',
  },
  {
    severity: "warn",
    words: wholeWords(
      "mocn\\p{L}+|(?:naj)?mocniejsz\\p{L}+|siln\\p{L}+|(?:naj)?silniejsz\\p{L}+|potężn\\p{L}+",
    ),
    because: ADVERT,
    fields: ["headline", "push"],
    unless: ACTION,
  },
  {
    severity: "warn",
    words: wholeWords(
      "(?:wysok|najwyższ|dobr|najlepsz)\\p{L}+ jakoś\\p{L}+|premium|najlepsz\\p{L}+|najmocniejsz\\p{L}+|dwa razy (?:mocniejsz|silniejsz)\\p{L}+",
    ),
    because: "praises what is sold; say the amount and what to do",
  },
  {
    severity: "warn",
    words: wholeWords(
      "zabójcz\\p{L}+|śmiercionośn\\p{L}+|śmierteln\\p{L}+|zombie|narkotyk\\p{L}* śmierci|pigułk\\p{L}+ śmierci|plag\\p{L}+|epidemi\\p{L}+",
    ),
    because: SENSATION,
  },
  {
    severity: "warn",
    words: wholeWords(
      "(?:zł|wadliw|trefn|lew|feler|felern|skażon|niebezpieczn|toksyczn)\\p{L}{1,3} (?:parti|tabletk|pigułk|towar)\\p{L}*",
    ),
    because: "tells nobody what is in it; say what was found, in what, and how sure that is",
  },
];

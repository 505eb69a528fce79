import { wholeWords, type WordRule } from "./word-rule.ts";

const VERDICT = "reads as a promise that there is no risk, which no test can give; say what was found";
const PERSON_FIRST = 'judges people; say "people who use drugs" and what happened';
const ADVERT = "reads as an advertisement where no action stands beside it; begin with what to do";
const SENSATION = "frightens and is passed on for that; say what it can do and what helps";

/** What a text tells people to do; beside it, a word for strength is a warning and not an offer. */
const ACTION = wholeWords(
  "start|wait|do not|don't|never|avoid|take (?:no more|less|only)|leave it|test(?:ed)?|call|read|open",
);

/**
 * Sources: AIVL reporting guide and Health Canada (person-first words), KnowYourStuffNZ 2018 (no "faulty batch"),
 * BMJ Open and Addiction 2013 (strength sought after a warning), DIMS and checkit! (no result reads as an all-clear).
 *
 * "safe" is refused in every sentence, "not safe" among them: on a locked screen the "not" is lost, and to call one thing not
 * safe calls the rest safe. "not without risk" and "does not mean no risk" promise nothing. "safer use" is the name of a practice and promises nothing; any other "safer" is a verdict.
 */
export const ENGLISH_WORDS: readonly WordRule[] = [
  { severity: "refuse", words: wholeWords("safe|safely|safest"), because: VERDICT },
  {
    severity: "refuse",
    words: wholeWords("safer(?! (?:use|using|injecting|smoking|consumption|nightlife)(?!\\p{L}))"),
    because: VERDICT,
  },
  {
    severity: "refuse",
    words: wholeWords(
      "all[ -]clear|harmless|risk-free|(?<!(?:mean|proof)(?: that)?(?: there is)? )(?:no|zero) risks?|(?<!(?:not|never|nothing is) )(?:without(?: any)?|free (?:of|from)) risks?|(?:not|isn't|aren't) (?:dangerous|harmful|toxic)|(?:nothing|no need) to worry(?: about)?|(?:danger|risk|threat) (?:is|has) (?:over|passed|gone)",
    ),
    because: VERDICT,
  },
  {
    severity: "refuse",
    words: wholeWords(
      "(?<!(?:not|never) )(?:fine|ok|okay|good) to (?:take|use|drink|eat|smoke|vape|snort|inject|mix|go)",
    ),
    because: VERDICT,
  },
  {
    severity: "warn",
    words: wholeWords(
      "addicts?|junk(?:ie|y)s?|junkies|druggies?|crackheads?|pill[- ]?heads?|tweakers?|stoners?|drug users?|abus(?:e|es|ed|er|ers|ing)|misus(?:e|es|ed|er|ers|ing)",
    ),
    because: PERSON_FIRST,
  },
  {
    severity: "warn",
    words: wholeWords(
      "clean(?! (?:water|needles?|syringes?|equipment|glass|hands|skin)(?!\\p{L}))|(?<!not )dirty|stay(?:ing)? sober",
    ),
    because: 'judges people and substances; say "tested", "unused" or what was found',
  },
  {
    severity: "warn",
    words: wholeWords("strong|stronger|strongest|pure|purer|purest|potent|powerful|high[- ]purity"),
    because: ADVERT,
    fields: ["headline", "push"],
    unless: ACTION,
  },
  {
    severity: "warn",
    words: wholeWords(
      "(?:top|high|best|premium|good)[- ]quality|premium|super[- ]strong|strongest|the best|twice as (?:strong|potent)",
    ),
    because: "praises what is sold; say the amount and what to do",
  },
  {
    severity: "warn",
    words: wholeWords(
      "killer|deadly|lethal|death (?:pills?|drugs?)|zombies?|flesh[- ]eating|russian roulette|epidemic|horror",
    ),
    because: SENSATION,
  },
  {
    severity: "warn",
    words: wholeWords(
      "(?:bad|faulty|dodgy|rogue|hot|contaminated|dangerous|toxic) (?:batch(?:es)?|pills?|tablets?|gear|stuff)",
    ),
    because: "tells nobody what is in it; say what was found, in what, and how sure that is",
  },
];

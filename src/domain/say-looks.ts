import type { DraftLanguage } from "./draft-language.ts";
import { FORM_POLISH } from "./draft-text-polish.ts";
import { fit } from "./draft-text.ts";
import type { AssessedSample } from "./match.ts";

type Seen = Pick<AssessedSample, "colour" | "form" | "logo">;

/** Colours as sessions write them in English; any other is said as it was written. */
const COLOUR_POLISH: Record<string, string> = {
  white: "biały",
  "off-white": "kremowy",
  black: "czarny",
  grey: "szary",
  gray: "szary",
  red: "czerwony",
  orange: "pomarańczowy",
  yellow: "żółty",
  green: "zielony",
  blue: "niebieski",
  turquoise: "turkusowy",
  purple: "fioletowy",
  pink: "różowy",
  brown: "brązowy",
  beige: "beżowy",
  clear: "przezroczysty",
  colourless: "bezbarwny",
  colorless: "bezbarwny",
  silver: "srebrny",
  gold: "złoty",
  cream: "kremowy",
};

function inEnglish({ colour, form, logo }: Seen): string {
  const what = form === "unknown" || form === "other" ? "sample" : form.replace("-", " ");
  const thing = colour ? `${colour.toLowerCase()} ${what}` : what;
  return logo ? `${thing} marked “${logo}”` : thing;
}

function inPolish({ colour, form, logo }: Seen): string {
  const small = colour?.toLowerCase();
  return [
    FORM_POLISH[form] ?? "próbka",
    small && `kolor: ${COLOUR_POLISH[small] ?? small}`,
    logo && `znak: „${logo}”`,
  ]
    .filter(Boolean)
    .join(", ");
}

const IN: Record<DraftLanguage, (seen: Seen) => string> = { en: inEnglish, pl: inPolish };

/** All looks of the samples in a few words each; undefined where nothing is known that could be seen. */
export function sayLooks(samples: readonly Seen[], language: DraftLanguage): string | undefined {
  const seen = samples.filter(({ colour, logo }) => colour || logo);
  const looks = [...new Set(seen.map(IN[language]))].sort();
  return looks.length > 0 ? fit(looks.join("; "), 300) : undefined;
}

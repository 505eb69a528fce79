import type { AlertContent } from "../domain/alert-content.ts";
import type { Form } from "../domain/sample.ts";

const FORM_WORDS: Record<Form, string> = {
  tablet: "Tablet",
  capsule: "Capsule",
  powder: "Powder",
  crystal: "Crystals",
  liquid: "Liquid",
  blotter: "Blotter",
  "plant-material": "Plant material",
  vape: "Vape",
  edible: "Edible",
  other: "Other form",
  unknown: "Form not known",
};

export const sayForm = (form: Form): string => FORM_WORDS[form];

/** How many samples stand behind an alert. */
export const saySamples = ({ samples }: AlertContent): string =>
  samples === 1 ? "1 sample" : `${samples} samples`;

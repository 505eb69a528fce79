import { cleanText } from "./clean-text.ts";

/** An element, or the text in it; nothing is written for undefined. */
export type XmlNode = string | undefined | XmlElement | readonly XmlNode[];

export interface XmlElement {
  name: string;
  attributes: Record<string, string | undefined>;
  children: readonly XmlNode[];
}

const text = (value: string): string =>
  cleanText(value).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

const attribute = (value: string): string =>
  text(value).replace(/["\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

export const element = (
  name: string,
  attributes: XmlElement["attributes"] = {},
  ...children: XmlNode[]
): XmlElement => ({ name, attributes, children });

function write(node: XmlNode): string {
  if (node === undefined) return "";
  if (typeof node === "string") return text(node);
  if (isList(node)) return node.map(write).join("");
  const attributes = Object.entries(node.attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => ` ${name}="${attribute(value)}"`)
    .join("");
  const inside = write(node.children);
  return inside === ""
    ? `<${node.name}${attributes}/>`
    : `<${node.name}${attributes}>${inside}</${node.name}>`;
}

const isList = (node: XmlElement | readonly XmlNode[]): node is readonly XmlNode[] => Array.isArray(node);

/** A whole document in UTF-8. Well-formed whatever the text holds; names of elements and attributes are taken as they are. */
export const xmlDocument = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${write(root)}\n`;

import { XMLParser } from 'fast-xml-parser';

/** One XML element, with the elements in it in their order. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  elements: Element[];
  text: string;
}

type Parsed = { ':@'?: Record<string, string>; '#text'?: string } & Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  ignoreDeclaration: true,
});

/** The root element of an XML document. */
export function parseXml(xml: string): Element {
  // XML 1.0, 3.3.3: white space in attributes is a blank, unless it is escaped. The parser leaves this out.
  const normalized = xml.replaceAll(/="[^"]*"/g, (value) => value.replaceAll(/[\t\n\r]/g, ' '));
  const root = elementsOf(parser.parse(normalized) as Parsed[])[0];
  if (root === undefined) throw new Error(`No XML: ${xml.slice(0, 200)}`);
  return root;
}

function elementsOf(nodes: Parsed[]): Element[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const inside = node[name] as Parsed[];
    const text = inside.map((child) => child['#text'] ?? '').join('');
    return [{ name, attributes: node[':@'] ?? {}, elements: elementsOf(inside), text }];
  });
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '"': '&quot;', '\n': '&#10;' };
const escaped = (text: string) => text.replace(/[&<"\n]/g, (character) => ESCAPES[character]!);

/** The text of an XML element. */
export function writeXml({ name, attributes, elements, text }: Element): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const content = elements.length > 0 ? elements.map(writeXml).join('') : escaped(text);
  return `<${name}${pairs.join('')}>${content}</${name}>`;
}

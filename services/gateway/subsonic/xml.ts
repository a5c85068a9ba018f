import { Element } from 'ltx';
import { Listed } from './listed.ts';

/** What XML 1.0 cannot hold at all: control characters, U+FFFE, U+FFFF, lone surrogates. */
const IMPOSSIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** A parser turns these into blanks inside attributes, and CR LF into LF elsewhere, unless they are written as references. */
const BLANKS: Readonly<Record<string, string>> = { '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };

/**
 * An element from an object: scalars become attributes, `value` the text, objects elements, lists repeated elements, in
 * the order of the object. What is undefined is left out, as in JSON, and so are characters that XML cannot hold.
 */
export function toXml(name: string, value: object): string {
  return elementOf(name, value)
    .toString()
    .replace(IMPOSSIBLE, '')
    .replace(/[\t\n\r]/g, (blank) => BLANKS[blank]!);
}

function elementOf(name: string, value: unknown): Element {
  if (typeof value !== 'object' || value === null) return new Element(name).t(String(value));
  const element = new Element(name);
  const object = value as Readonly<Record<string, unknown>>;
  for (const key in object) {
    const given = object[key];
    const field = given instanceof Listed ? given.objects() : given;
    if (field === undefined) continue;
    if (Array.isArray(field)) for (const item of field) element.cnode(elementOf(key, item));
    else if (typeof field === 'object') element.cnode(elementOf(key, field));
    else if (key === 'value') element.t(String(field));
    else element.attrs[key] = String(field);
  }
  return element;
}

import type { Body } from './exchange.ts';
import { toJson } from './json.ts';
import { bad, type Parameters } from './parameters.ts';
import { toXml } from './xml.ts';

export type Output = { format: 'json' } | { format: 'xml' } | { format: 'jsonp'; callback: string };

export interface Envelope {
  kind: 'envelope';
  contentType: string;
  /** UTF-8. */
  body: Buffer;
}

/** A function name that can do no harm in a script: identifiers, joined by dots. */
const CALLBACK = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

/** How the answer is wanted: parameter `f`, XML when it is missing. */
export function outputOf(params: Parameters): Output {
  if (params.textIf('f') === undefined) return { format: 'xml' };
  const format = params.choice('f', ['xml', 'json', 'jsonp']);
  if (format !== 'jsonp') return { format };
  const callback = params.text('callback');
  if (callback.length > 100 || !CALLBACK.test(callback))
    throw bad('callback', 'must be the name of a function');
  return { format, callback };
}

/** One answer as JSON, JSONP or XML; all say the same. `body` becomes the content of `subsonic-response`. */
export function render(output: Output, body: Body): Envelope {
  if (output.format === 'xml') return envelope('text/xml; charset=utf-8', Buffer.from(xmlOf(body)));
  const json = toJson({ 'subsonic-response': body });
  if (output.format === 'json') return envelope('application/json', json);
  const harmless = json.toString().replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  // The comment keeps the callback from being the first bytes, which could be chosen to look like another type of file.
  const script = Buffer.from(`/**/${output.callback}(${harmless});`);
  return envelope('application/javascript; charset=utf-8', script);
}

function envelope(contentType: string, body: Buffer): Envelope {
  return { kind: 'envelope', contentType, body };
}

/** Scalars are attributes in XML, except in these, where the schema wants an element for each. */
const OF_ELEMENTS = ['albumInfo', 'artistInfo', 'artistInfo2'];

function xmlOf(body: Body): string {
  const response: Record<string, unknown> = { xmlns: 'http://subsonic.org/restapi', ...body };
  for (const name of OF_ELEMENTS) {
    if (response[name] !== undefined) response[name] = withElements(response[name] as Body);
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml('subsonic-response', response)}`;
}

function withElements(info: Body): Body {
  return Object.fromEntries(
    Object.entries(info).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]),
  );
}

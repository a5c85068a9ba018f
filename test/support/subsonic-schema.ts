import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { commandPath, have } from './need.ts';
import { type Element, parseXml, writeXml } from './subsonic-xml.ts';

/**
 * Checks answers against what is published of the protocol: the OpenAPI description of OpenSubsonic for JSON, the XSD
 * of Subsonic for XML. Both are looked for in `CANTIGA_TEST_SUBSONIC_SCHEMAS`, else beside the repository.
 */
const FOLDER =
  process.env.CANTIGA_TEST_SUBSONIC_SCHEMAS ??
  fileURLToPath(new URL('../../../shared/opensubsonic/', import.meta.url));
const OPENAPI = join(FOLDER, 'opensubsonic-openapi.json');
const XSD = join(FOLDER, 'subsonic-rest-api-1.16.1.xsd');

/** Whether the schemas are there. Without them, JSON and XML are only compared with each other. */
export const schemasPresent = existsSync(OPENAPI) && existsSync(XSD);
if (!schemasPresent) {
  const reason =
    `checks against the Subsonic schemas: they are not in ${FOLDER} ` +
    '(put opensubsonic-openapi.json and subsonic-rest-api-1.16.1.xsd there, or name their folder in ' +
    'CANTIGA_TEST_SUBSONIC_SCHEMAS)';
  if (process.env.CANTIGA_TEST_SKIPS) appendFileSync(process.env.CANTIGA_TEST_SKIPS, `${reason}\n`);
  else console.warn(`SKIPPED ${reason}`);
}
const xmlChecked = schemasPresent && have('checks against the Subsonic XSD', 'xmllint');

/**
 * What is wrong with one answer given in both formats: against the schemas, and where they disagree with each other.
 * Nothing is an empty list.
 */
export async function problemsOf(endpoint: string, json: string, xml: string): Promise<string[]> {
  const body = (JSON.parse(json) as Record<string, unknown>)['subsonic-response'];
  const between = differences(body, parseXml(xml), 'subsonic-response');
  return [...between, ...(await schemaProblemsOf(endpoint, json, xml))];
}

/** What is wrong with two answers of one endpoint, of which each may say something else. */
export async function schemaProblemsOf(endpoint: string, json: string, xml: string): Promise<string[]> {
  if (!schemasPresent) return [];
  return [...jsonProblems(endpoint, JSON.parse(json)), ...(xmlChecked ? await xmlProblems(xml) : [])];
}

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;
type Schema = { properties?: Record<string, Json> };

/**
 * Where JSON and XML say different things. Lists are repeated elements, scalars attributes or elements, `value` the text;
 * an empty list is no element.
 */
export function differences(json: unknown, xml: Element, at: string): string[] {
  if (json === null) return [`${at}: null`];
  if (typeof json !== 'object') return same(String(json), xml.text, at);
  const seen = new Set<string>();
  const found = Object.entries(json as Record<string, unknown>).flatMap(([key, value]) => {
    const here = `${at}.${key}`;
    const elements = xml.elements.filter((element) => element.name === key);
    seen.add(key);
    if (Array.isArray(value)) {
      if (value.length !== elements.length)
        return [`${here}: ${value.length} in JSON, ${elements.length} in XML`];
      return value.flatMap((item, index) => differences(item, elements[index]!, `${here}[${index}]`));
    }
    if (key === 'value' && typeof value !== 'object') return same(String(value), xml.text, here);
    const [element] = elements;
    if (element) return differences(value, element, here);
    if (typeof value === 'object') return [`${here}: not in XML`];
    return same(String(value), xml.attributes[key], here);
  });
  const only = [...Object.keys(xml.attributes), ...xml.elements.map(({ name }) => name)].filter(
    (name) => !seen.has(name) && name !== 'xmlns',
  );
  return [...found, ...only.map((name) => `${at}.${name}: not in JSON`)];
}

function same(json: string, xml: string | undefined, at: string): string[] {
  // XML cannot hold these at all.
  const held = json.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
  return held === xml ? [] : [`${at}: ${JSON.stringify(json)} in JSON, ${JSON.stringify(xml)} in XML`];
}

const openApi = schemasPresent ? (JSON.parse(readFileSync(OPENAPI, 'utf8')) as OpenApi) : undefined;

interface OpenApi {
  paths: Record<string, Record<string, { responses: { 200: { content?: JsonContent; $ref?: string } } }>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, { content: JsonContent }> };
}
type JsonContent = { 'application/json'?: { schema: { $ref: string } } };

const ajv = new Ajv2019({ strict: false, allErrors: true });
addFormats.default(ajv);
if (openApi) {
  // In the XSD, but forgotten in the OpenAPI description.
  openApi.components.schemas.User!.properties!.email = { type: 'string' };
  ajv.addSchema({ $id: 'api', components: strict(openApi.components) } as object);
}

/** Fields that the published schema does not know are errors, wherever it says what there is. */
function strict(value: unknown, inAllOf = false): unknown {
  if (Array.isArray(value)) return value.map((item) => strict(item, inAllOf));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, strict(inner, key === 'allOf')]),
  );
  const untyped = copy.$ref === '#/components/schemas/SearchResult';
  return '$ref' in copy && !inAllOf && !untyped ? { ...copy, unevaluatedProperties: false } : copy;
}

function jsonProblems(endpoint: string, answer: unknown): string[] {
  const failed =
    (answer as { 'subsonic-response': { status: string } })['subsonic-response'].status === 'failed';
  const schema = `${responseSchema(endpoint)}/properties/subsonic-response/oneOf/${failed ? 1 : 0}`;
  const validate = ajv.getSchema(`api${schema}`);
  if (!validate) return [`${endpoint}: no schema ${schema}`];
  if (validate((answer as Record<string, unknown>)['subsonic-response'])) return [];
  return validate.errors!.map(
    ({ instancePath, message, params }) => `${endpoint}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function responseSchema(endpoint: string): string {
  const answer = openApi!.paths[`/rest/${endpoint}`]?.get?.responses[200];
  const named = answer?.$ref?.split('/').at(-1);
  const content = named ? openApi!.components.responses[named]?.content : answer?.content;
  return content?.['application/json']?.schema.$ref ?? '#/components/schemas/SubsonicResponse';
}

interface XmlType {
  attributes: Set<string>;
  /** Name of each element, and of its type. */
  elements: Map<string, string>;
}

const types = schemasPresent ? readTypes(parseXml(readFileSync(XSD, 'utf8'))) : new Map<string, XmlType>();

// Ids were numbers when the XSD was written.
types.get('PlayQueue')?.attributes.delete('current');

function readTypes(schema: Element): Map<string, XmlType> {
  const declared = new Map(
    schema.elements
      .filter(({ name }) => name === 'xs:complexType')
      .map((type) => [type.attributes.name!, type]),
  );
  const read = (element: Element, into: XmlType): XmlType => {
    for (const child of element.elements) {
      const { name = '', type = '', base } = child.attributes;
      if (child.name === 'xs:attribute') into.attributes.add(name);
      else if (child.name === 'xs:element') into.elements.set(name, type.replace('sub:', ''));
      else read(child, into);
      if (child.name === 'xs:extension') read(declared.get(base!.replace('sub:', ''))!, into);
    }
    return into;
  };
  return new Map(
    [...declared].map(([name, type]) => [name, read(type, { attributes: new Set(), elements: new Map() })]),
  );
}

/**
 * Without what OpenSubsonic adds to the classic protocol, which the XSD does not declare. What it declares as an element
 * is no addition as an attribute, and the other way round.
 */
function classic(element: Element, typeName: string): Element {
  const type = types.get(typeName);
  if (type === undefined) return element;
  const declared = (name: string) => type.attributes.has(name) || type.elements.has(name) || name === 'xmlns';
  return {
    ...element,
    attributes: Object.fromEntries(Object.entries(element.attributes).filter(([name]) => declared(name))),
    elements: element.elements
      .filter(({ name }) => declared(name))
      .map((child) => classic(child, type.elements.get(child.name) ?? '')),
  };
}

async function xmlProblems(xml: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cantiga-xml-'));
  try {
    const file = join(folder, 'answer.xml');
    await writeFile(join(folder, 'whole.xml'), xml);
    await writeFile(file, writeXml(classic(parseXml(xml), 'Response')));
    const wellFormed = await xmllint(['--noout', join(folder, 'whole.xml')]);
    return [...wellFormed, ...(await xmllint(['--noout', '--nonet', '--schema', XSD, file]))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What it complains of. */
function xmllint(options: string[]): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(commandPath('xmllint'), options, (error, _out, complaints) => {
      resolve(error ? complaints.trim().split('\n') : []);
    });
  });
}

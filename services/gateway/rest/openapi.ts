import { BASE } from './base.ts';
import { MEANINGS, type ProblemType, problemsOf, SCHEMA_OF, urnOf } from './problems.ts';
import type { Route } from './route.ts';
import type { Rules } from './rules.ts';
import { isRequired, objectOf, type Schema, schemaOf } from './schema.ts';
import { ref } from './schemas/ref.ts';
import { SCHEMAS } from './schemas/schemas.ts';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
const LIMITS = { RateLimit: header('RateLimit'), 'RateLimit-Policy': header('RateLimitPolicy') };

const HEADERS = {
  RateLimit: said('Requests that are left in this minute, and the seconds until there are all again.'),
  RateLimitPolicy: said('How many requests are allowed in how many seconds.'),
  RetryAfter: said('Seconds to wait.', { type: 'integer' }),
  ETag: said('Goes into If-None-Match, to get 304 when nothing has changed.'),
  Location: said('Where what was made is to be found.'),
};

const ABOUT = `All that the player of Cantiga does, and all that Subsonic clients do.

Sign in with \`POST /sign-in\`, or make a key for your program with \`POST /devices\` and send it as \`Authorization: Bearer KEY\`.
Lists come in pages: \`next\` of one goes into \`cursor\` for the one after it. Everything else that a client has to know is on one
page, docs/rest.md of the project.`;

/** The OpenAPI 3.1 description of a table of routes. */
export function openapi(routes: readonly Route[], version: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  const responses: Record<string, Schema> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operation(route);
    for (const [status, types] of problemsOf(route)) responses[nameOf(types)] = problemAnswer(status, types);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Cantiga', version, description: ABOUT },
    servers: [{ url: BASE }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: { ...SCHEMAS, Problem: problem() },
      responses,
      headers: HEADERS,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token, or the key of a device.',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'cantiga_access',
          description:
            'Of a browser that has signed in. What changes something needs the header `X-Cantiga: 1` besides.',
        },
      },
    },
  };
}

function problem(): Schema {
  const { properties, ...rest } = SCHEMAS.Problem as { properties: Record<string, Schema> };
  const types = (Object.keys(MEANINGS) as ProblemType[]).map(urnOf);
  return { ...rest, properties: { ...properties, type: { type: 'string', enum: types } } };
}

function operation(route: Route): Schema {
  const { operation: operationId, tag, summary, description } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(route.access === 'public' && { security: [] }),
    ...(route.access === 'admin' && { 'x-role': 'admin' }),
    parameters: parametersOf(route),
    ...bodyOf(route),
    responses: responsesOf(route),
  };
}

function parametersOf(route: Route): Schema[] {
  return [
    ...listed('path', route.parameters ?? {}),
    ...listed('query', route.query ?? {}),
    ...headersOf(route),
  ];
}

function listed(where: 'path' | 'query', rules: Rules): Schema[] {
  return Object.entries(rules).map(([name, rule]) => {
    const { description, ...schema } = schemaOf(rule);
    return {
      name,
      in: where,
      required: where === 'path' || isRequired(rule),
      ...(description !== undefined && { description }),
      ...(rule.type === 'array' && { style: 'form', explode: false }),
      // An empty segment is another path.
      schema: where === 'path' ? { ...schema, minLength: 1 } : schema,
    };
  });
}

function headersOf({ keyed, headers = {} }: Route): Schema[] {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Chosen by the client: a repetition with the same key makes nothing new.',
    schema: { type: 'string', pattern: '^[!-~]{1,64}$' },
  };
  const others = Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
  return [...(keyed ? [key] : []), ...others];
}

function bodyOf({ body, object, file }: Route): Schema {
  if (file !== undefined) {
    const content = Object.fromEntries(file.map((type) => [type, {}]));
    return { requestBody: { required: true, content } };
  }
  if (object !== undefined) {
    const schema = { type: 'object', description: object };
    return { requestBody: { required: true, content: { [JSON_TYPE]: { schema } } } };
  }
  if (body === undefined) return {};
  const required = Object.values(body).some(isRequired);
  return { requestBody: { required, content: { [JSON_TYPE]: { schema: objectOf(body) } } } };
}

function responsesOf(route: Route): Schema {
  const { status, ...answer } = route.answer;
  const isJson = answer.schema !== undefined;
  const cached = route.method === 'GET' && (isJson || route.cached === true);
  const problems = [...problemsOf(route)].map(([code, types]) => [
    code,
    { $ref: `#/components/responses/${nameOf(types)}` },
  ]);
  return {
    [status]: {
      description: answer.about ?? 'Done.',
      headers: {
        ...LIMITS,
        ...(cached && { ETag: header('ETag') }),
        ...(status === 201 && { Location: header('Location') }),
      },
      ...contentOf(route),
    },
    ...(route.ranged && {
      206: { description: 'The range that was asked for.', headers: LIMITS, ...contentOf(route) },
      412: { description: 'A condition does not hold.', headers: LIMITS },
    }),
    ...(cached && { 304: { description: 'Nothing has changed.', headers: LIMITS } }),
    ...Object.fromEntries(problems),
    431: { description: 'Address and headers are larger than 64 KiB together. The answer has no body.' },
  };
}

function contentOf({ answer: { schema, types } }: Route): Schema {
  if (schema !== undefined) return { content: { [JSON_TYPE]: { schema } } };
  if (types === undefined) return {};
  return { content: Object.fromEntries(types.map((type) => [type, {}])) };
}

/** Answers with the same problems are one component. */
function nameOf(types: readonly ProblemType[]): string {
  return types.map((type) => type.toLowerCase().replaceAll('_', '-')).join('.');
}

function problemAnswer(status: number, types: readonly ProblemType[]): Schema {
  const waits = status === 429 || status === 503;
  const [name, ...others] = new Set(types.map((type) => SCHEMA_OF[type] ?? 'Problem'));
  const schema = others.length === 0 ? ref(name!) : { anyOf: [name!, ...others].map(ref) };
  return {
    description: types.map((type) => `\`${urnOf(type)}\`: ${MEANINGS[type]}`).join('\n\n'),
    headers: { ...LIMITS, ...(waits && { 'Retry-After': header('RetryAfter') }) },
    // What lies outside of a file is answered by the media room, in a header.
    ...(status !== 416 && { content: { [PROBLEM_TYPE]: { schema } } }),
  };
}

function said(description: string, schema: Schema = { type: 'string' }): Schema {
  return { description, schema };
}

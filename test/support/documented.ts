import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openapi } from '../../services/gateway/rest/openapi.ts';
import type { Route } from '../../services/gateway/rest/route.ts';
import { Router } from '../../services/gateway/rest/router.ts';
import { ROUTES } from '../../services/gateway/rest/table.ts';

interface Response {
  $ref?: string;
  content?: Record<string, { schema?: object }>;
}

interface Description {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
  components: { responses: Record<string, Response> };
}

/** The description that the engine gives of itself. */
export const description = JSON.parse(JSON.stringify(openapi(ROUTES, '1.0.0'))) as Description;

const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: 'api', ...description });
const router = new Router(ROUTES);

/**
 * Fails when the answer to a request is not one of those that the description has for it.
 * @param path of the request, under `/api/v1`
 */
export function documented(
  method: string,
  path: string,
  answer: { status: number; headers: Headers; text: string; body: unknown },
): void {
  const route = routeOf(method, path.split('?', 1)[0]!);
  if (route === undefined) return;
  const { responses } = description.paths[route.path]![route.method.toLowerCase()]!;
  const what = `${method} ${path} answered ${answer.status} ${answer.text.slice(0, 300)}`;
  let response = responses[answer.status];
  if (response === undefined) throw new Error(`Not documented: ${what}`);
  if (response.$ref !== undefined)
    response = description.components.responses[response.$ref.split('/').at(-1)!]!;
  const type = (answer.headers.get('content-type') ?? '').split(';', 1)[0]!;
  const types = Object.keys(response.content ?? {});
  if (answer.text === '' && (method === 'HEAD' || types.length === 0)) return;
  const fits = types.find(
    (each) => each === type || (each.endsWith('/*') && type.startsWith(each.slice(0, -1))),
  );
  if (fits === undefined) throw new Error(`Documented is ${types.join(' or ')}, not ${type}: ${what}`);
  const schema = response.content![fits]!.schema;
  if (schema === undefined) return;
  const validate = ajv.compile(inApi(schema) as object);
  if (!validate(answer.body)) {
    throw new Error(`${ajv.errorsText(validate.errors)}\nNot as documented: ${what}`);
  }
}

function routeOf(method: string, path: string): Route | undefined {
  try {
    return router.find(method, path)?.route;
  } catch {
    return undefined;
  }
}

/** A schema whose references lead into the description. */
function inApi(schema: object): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components'));
}

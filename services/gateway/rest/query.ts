import { CantigaError } from '../../../errors.ts';
import type { Rule, Rules } from './rules.ts';

const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false };

/**
 * The parameters of a query string in the types that their rules ask for; lists are separated by commas. What has no
 * rule stays as it is.
 * @throws {CantigaError} BAD_PARAMETER for a value of another type, and for a parameter that is given twice
 */
export function converted(rules: Rules, query: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, text] of query) {
    if (name in values) throw bad(name, 'must be given once');
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    values[name] = rule === undefined ? text : convert(name, rule, text);
  }
  return values;
}

function convert(name: string, rule: Rule, text: string): unknown {
  switch (rule.type) {
    case 'number':
      if (!/^-?\d{1,20}(\.\d{1,20})?$/.test(text)) throw bad(name, 'must be a number');
      return Number(text);
    case 'boolean':
      if (!Object.hasOwn(FLAGS, text)) throw bad(name, 'must be true or false');
      return FLAGS[text];
    case 'array':
      return text === '' ? [] : text.split(',').map((item) => convert(name, rule.items, item));
    default:
      return text;
  }
}

/** The error of a parameter with a value that cannot be used; `rule` continues "Parameter 'x' …". */
export function bad(name: string, rule: string): CantigaError {
  return new CantigaError('BAD_PARAMETER', `Parameter '${name.slice(0, 100)}' ${rule}.`);
}

import type { Rule, Rules } from './rules.ts';

/** A JSON schema (2020-12, the dialect of OpenAPI 3.1). */
export type Schema = Readonly<Record<string, unknown>>;

/** Readers of JSON schemas know no classes of Unicode characters: this is what `Cc` stands for. */
const NO_CONTROLS = '[^\\u0000-\\u001f\\u007f-\\u009f]';

/** The JSON schema of a value that a rule of fastest-validator lets pass. */
export function schemaOf(rule: Rule): Schema {
  return defined({ ...typeOf(rule), default: rule.default, description: rule.about });
}

/** That of an object whose values the rules let pass, and nothing beside them. */
export function objectOf(rules: Rules): Schema {
  const required = Object.entries(rules).filter(([, rule]) => isRequired(rule));
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, schemaOf(rule)])),
    ...(required.length > 0 && { required: required.map(([name]) => name) }),
    additionalProperties: false,
  };
}

export function isRequired(rule: Rule): boolean {
  return !rule.optional && rule.default === undefined;
}

function typeOf(rule: Rule): Schema {
  switch (rule.type) {
    case 'string': {
      const { min, max, pattern } = rule;
      const source = pattern?.source.replaceAll('\\P{Cc}', NO_CONTROLS);
      return { type: 'string', minLength: min, maxLength: max, pattern: source };
    }
    case 'number':
      return { type: rule.integer ? 'integer' : 'number', minimum: rule.min, maximum: rule.max };
    case 'boolean':
      return { type: 'boolean' };
    case 'enum':
      return { type: 'string', enum: rule.values };
    case 'array': {
      const { items, length, min = length, max = length } = rule;
      return { type: 'array', items: schemaOf(items), minItems: min, maxItems: max };
    }
    case 'object':
      return objectOf(rule.props);
    case 'equal':
      return { const: rule.value };
    case 'multi':
      return { anyOf: rule.rules.map(schemaOf) };
    case 'kinds': {
      const { by, kinds } = rule;
      const named = Object.entries(kinds).map(([value, props]) =>
        objectOf({ [by]: { type: 'equal', value }, ...props }),
      );
      return { anyOf: named };
    }
  }
}

function defined(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

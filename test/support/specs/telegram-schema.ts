import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { RequestCheck } from './request-check.ts';

/** The machine-readable description of the Bot API, as far as requests need it. */
export type TelegramDescription = {
  readonly methods: Readonly<
    Record<string, { readonly fields?: readonly Field[]; readonly returns?: readonly string[] }>
  >;
  readonly types: Readonly<
    Record<string, { readonly fields?: readonly Field[]; readonly subtypes?: readonly string[] }>
  >;
};
type Field = {
  readonly name: string;
  readonly types: readonly string[];
  readonly required: boolean;
  readonly description?: string;
};

/** Stands for an uploaded file in a request's parameters. */
export const UPLOADED_FILE = { file: true };

const PRIMITIVES: Readonly<Record<string, object>> = {
  Integer: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  String: { type: 'string' },
  InputFile: { const: UPLOADED_FILE },
};

/** Checks a method's parameters against the description: names, types, required ones, and no others. */
export function telegramCheck(description: TelegramDescription): RequestCheck {
  const validatorOf = compiler(description);
  return ({ operation, body }) => {
    const method = description.methods[operation];
    if (method === undefined) return `${operation}: no such method`;
    const validate = validatorOf(operation, objectSchema(method.fields ?? []));
    if (validate(body)) return undefined;
    return `${operation}: ${errorsOf(validate, 'parameters')}`;
  };
}

/** Checks a method's result against the description; returns what is wrong, undefined if nothing is. */
export function telegramResultCheck(
  description: TelegramDescription,
): (method: string, result: unknown) => string | undefined {
  const validatorOf = compiler(description);
  return (method, result) => {
    const { returns = [] } = description.methods[method] ?? {};
    const validate = validatorOf(method, { anyOf: returns.map(typeSchema) });
    return validate(result) ? undefined : errorsOf(validate, 'result');
  };
}

/** Compiles schemas that refer to the description's types, each once. */
function compiler(description: TelegramDescription): (key: string, schema: object) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const definitions = Object.entries(description.types)
    .filter(([name]) => name !== 'InputFile')
    .map(([name, { fields = [], subtypes }]) => [
      name,
      subtypes === undefined ? objectSchema(fields) : { anyOf: subtypes.map(typeSchema) },
    ]);
  ajv.addSchema({ $id: 'telegram', $defs: Object.fromEntries(definitions) });
  const compiled = new Map<string, ValidateFunction>();
  return (key, schema) => {
    const validate = compiled.get(key) ?? ajv.compile(schema);
    compiled.set(key, validate);
    return validate;
  };
}

function errorsOf({ errors = [] }: ValidateFunction, name: string): string {
  return (errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message}`).join(', ');
}

function objectSchema(fields: readonly Field[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

/** A discriminator's value is only in its description: "Type of the media, must be photo". */
function fieldSchema({ types, description = '' }: Field): object {
  const [, value] = /, must be (?:"?)([a-z_]+)"?$/.exec(description) ?? [];
  if (value !== undefined && types.length === 1 && types[0] === 'String') return { const: value };
  return types.length === 1 ? typeSchema(types[0]!) : { anyOf: types.map(typeSchema) };
}

function typeSchema(type: string): object {
  const [, item] = /^Array of (.+)$/.exec(type) ?? [];
  if (item !== undefined) return { type: 'array', items: typeSchema(item) };
  return PRIMITIVES[type] ?? { $ref: `telegram#/$defs/${type}` };
}

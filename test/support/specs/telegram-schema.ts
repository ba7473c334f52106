import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RequestCheck } from './request-check.ts';

/** The machine-readable description of the Bot API, as far as requests need it. */
export type TelegramDescription = {
  readonly methods: Readonly<Record<string, { readonly fields?: readonly Field[] }>>;
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

/** What stands for an uploaded file among the parameters of a request. */
export const UPLOADED_FILE = { file: true };

const PRIMITIVES: Readonly<Record<string, object>> = {
  Integer: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  String: { type: 'string' },
  InputFile: { const: UPLOADED_FILE },
};

/** Checks the parameters of a method by the description: names, types, what is required, nothing besides. */
export function telegramCheck(description: TelegramDescription): RequestCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const definitions = Object.entries(description.types)
    .filter(([name]) => name !== 'InputFile')
    .map(([name, { fields = [], subtypes }]) => [
      name,
      subtypes === undefined ? objectSchema(fields) : { anyOf: subtypes.map(typeSchema) },
    ]);
  ajv.addSchema({ $id: 'telegram', $defs: Object.fromEntries(definitions) });
  return ({ operation, body }) => {
    const method = description.methods[operation];
    if (method === undefined) return `${operation}: no such method`;
    const validate =
      ajv.getSchema(operation) ??
      ajv.addSchema({ $id: operation, ...objectSchema(method.fields ?? []) }).getSchema(operation)!;
    if (validate(body)) return undefined;
    return `${operation}: ${ajv.errorsText(validate.errors, { dataVar: 'parameters' })}`;
  };
}

function objectSchema(fields: readonly Field[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

/** A discriminator has its value in its description alone: "Type of the media, must be photo". */
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

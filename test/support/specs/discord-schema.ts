import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import type { DescribedRequest, RequestCheck } from './request-check.ts';

/** Discord's OpenAPI description, as far as requests need it. */
export type DiscordDescription = {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: object;
};
type PathItem = { readonly parameters?: readonly Parameter[] } & {
  readonly [method: string]: Operation | readonly Parameter[] | undefined;
};
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, unknown>>;
  };
};
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: AnySchema;
};

/** Formats that the description names; `validate: true` accepts, where the pattern beside says it all. */
const FORMATS = {
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  uri: (text: string) => URL.canParse(text),
  snowflake: /^\d{1,20}$/,
  nonce: /^[\s\S]{1,25}$/,
};

/** Checks path, query and body of a request by the description. */
export function discordCheck(description: DiscordDescription): RequestCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false, formats: FORMATS });
  ajv.addSchema({ $id: 'discord', ...description });
  const templates = Object.keys(description.paths)
    .map((template) => ({ template, pattern: patternOf(template) }))
    // A fixed part of a path, such as @original, goes before a parameter in its place.
    .toSorted((a, b) => a.template.split('{').length - b.template.split('{').length);
  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: string, schema: AnySchema) => {
    const known = compiled.get(pointer) ?? ajv.compile(schema);
    compiled.set(pointer, known);
    return known;
  };

  function faults(pointer: string, schema: AnySchema, value: unknown, name: string): readonly string[] {
    const validate = validator(pointer, schema);
    return validate(value) ? [] : [ajv.errorsText(validate.errors, { dataVar: name })];
  }

  return ({ operation, body, query = {} }: DescribedRequest) => {
    const [method = '', path = ''] = operation.split(' ');
    const template = templates.find(({ pattern }) => pattern.test(path))?.template;
    const item = template === undefined ? undefined : description.paths[template];
    const verb = method.toLowerCase();
    const described = item?.[verb] as Operation | undefined;
    if (template === undefined || described === undefined) return `${operation}: no such operation`;
    const parameters = [...(item?.parameters ?? []), ...(described.parameters ?? [])];
    const inPath = patternOf(template).exec(path)?.groups ?? {};
    const found = [
      ...parameters.flatMap((parameter) => {
        const { name, required = false, schema } = parameter;
        const text = parameter.in === 'path' ? inPath[name] : query[name];
        if (text === undefined) return required ? [`${name} is missing`] : [];
        return faults(`${verb} ${template} ${name}`, schema, fromText(text), name);
      }),
      ...Object.keys(query)
        .filter(
          (name) => !parameters.some((parameter) => parameter.in === 'query' && parameter.name === name),
        )
        .map((name) => `unknown query parameter ${name}`),
      ...bodyFaults(template, verb, described, body),
    ];
    return found.length === 0 ? undefined : `${operation}: ${found.join('; ')}`;
  };

  function bodyFaults(template: string, verb: string, { requestBody }: Operation, body: unknown) {
    if (requestBody === undefined) return body === undefined ? [] : ['a body where none belongs'];
    if (body === undefined) return requestBody.required === true ? ['the body is missing'] : [];
    const pointer = ['paths', template, verb, 'requestBody', 'content', 'application/json', 'schema'];
    const $ref = `discord#/${pointer.map((part) => encodeURIComponent(escapePointer(part))).join('/')}`;
    return faults($ref, { $ref }, body, 'body');
  }
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Parameters of paths and queries are text; only what looks like a boolean or stays below 2^53 is taken for one. */
function fromText(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d{1,4}$/.test(text) ? Number(text) : text;
}

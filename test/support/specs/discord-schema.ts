import { Ajv2020, type Format, type ValidateFunction } from 'ajv/dist/2020.js';
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
};

/** Formats in the description that ajv does not know; numbers are checked by their bounds alone. */
const FORMATS: Readonly<Record<string, Format>> = {
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  uri: (text: string) => URL.canParse(text),
  snowflake: /^\d{1,20}$/,
  nonce: /^[\s\S]{1,25}$/,
  int32: true,
  int64: true,
  double: true,
  float: true,
};

/** Checks path, query and body of a request against the description. */
export function discordCheck(description: DiscordDescription): RequestCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS });
  ajv.addSchema({ $id: 'discord', ...description });
  const templates = Object.keys(description.paths)
    .map((template) => ({ template, pattern: patternOf(template) }))
    // A literal segment, such as @original, takes precedence over a parameter.
    .toSorted((a, b) => a.template.split('{').length - b.template.split('{').length);
  const compiled = new Map<string, ValidateFunction>();

  /** The faults of a value by the schema at a place in the description. */
  function faults(place: readonly string[], value: unknown, name: string, rest = {}): readonly string[] {
    const $ref = `discord#/${place.map((part) => encodeURIComponent(escapePointer(part))).join('/')}`;
    const validate = compiled.get($ref) ?? ajv.compile({ $ref, ...rest });
    compiled.set($ref, validate);
    return validate(value) ? [] : [ajv.errorsText(validate.errors, { dataVar: name })];
  }

  return ({ operation, body, query = {} }: DescribedRequest) => {
    const [method = '', path = ''] = operation.split(' ');
    const template = templates.find(({ pattern }) => pattern.test(path))?.template;
    const item = template === undefined ? undefined : description.paths[template];
    const verb = method.toLowerCase();
    const described = item?.[verb] as Operation | undefined;
    if (template === undefined || described === undefined) return `${operation}: no such operation`;
    const parameters = [
      ...placed(item?.parameters, ['paths', template, 'parameters']),
      ...placed(described.parameters, ['paths', template, verb, 'parameters']),
    ];
    const inPath = patternOf(template).exec(path)?.groups ?? {};
    const inQuery = new Set(
      parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    );
    const found = [
      ...parameters.flatMap(({ name, required = false, in: where, place }) => {
        const text = where === 'path' ? inPath[name] : query[name];
        if (text === undefined) return required ? [`${name} is missing`] : [];
        // Everything in a URL is text; the schema may want a number or a boolean.
        const asText = faults(place, text, name);
        return asText.length === 0 ? [] : faults(place, fromText(text), name);
      }),
      ...Object.keys(query)
        .filter((name) => !inQuery.has(name))
        .map((name) => `unknown query parameter ${name}`),
      ...bodyFaults(template, verb, described, body),
    ];
    return found.length === 0 ? undefined : `${operation}: ${found.join('; ')}`;
  };

  function bodyFaults(template: string, verb: string, { requestBody }: Operation, body: unknown) {
    if (requestBody === undefined) return body === undefined ? [] : ['a body where none belongs'];
    if (body === undefined) return requestBody.required === true ? ['the body is missing'] : [];
    const place = ['paths', template, verb, 'requestBody', 'content', 'application/json', 'schema'];
    // Discord ignores unknown fields; here they are faults.
    return faults(place, body, 'body', { unevaluatedProperties: false });
  }
}

function placed(parameters: readonly Parameter[] | undefined, place: readonly string[]) {
  return (parameters ?? []).map((parameter, index) => ({
    ...parameter,
    place: [...place, String(index), 'schema'],
  }));
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

function fromText(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

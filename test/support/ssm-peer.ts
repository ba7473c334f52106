import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * The part of SSM's Parameter Store that keeps secrets, on the loopback interface, written from the API
 * reference. Nothing here is imported from the program.
 */
export type SsmPeer = {
  readonly endpoint: string;
  readonly parameters: Parameters;
  readonly close: () => Promise<void>;
};

/** Stored parameters by name. */
export type Parameters = Map<string, { readonly value: string; readonly type: string }>;

type Request = {
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly Value?: string;
  readonly Type?: string;
  readonly Overwrite?: boolean;
  readonly WithDecryption?: boolean;
};

type Answer = { readonly status: number; readonly body: object };

/** GetParameters and DeleteParameters take at most ten names. */
const MAX_NAMES = 10;

export async function startSsmPeer(): Promise<SsmPeer> {
  const parameters: Parameters = new Map();
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1)!;
    const { status, body } = answerSsm(parameters, operation, JSON.parse(await text(request)));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    parameters,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers one operation of SSM. */
export function answerSsm(parameters: Parameters, operation: string, request: Request): Answer {
  const { Names = [] } = request;
  if (Names.length > MAX_NAMES) return refusal('ValidationException', 'more than ten names');
  switch (operation) {
    case 'GetParameters': {
      const found = Names.filter((name) => parameters.has(name));
      return {
        status: 200,
        body: {
          Parameters: found.map((Name) => {
            const { value, type } = parameters.get(Name)!;
            // Without decryption SSM gives the ciphertext of a SecureString.
            const Value = type === 'SecureString' && request.WithDecryption !== true ? 'AQICAHh' : value;
            return { Name, Type: type, Value, Version: 1 };
          }),
          InvalidParameters: Names.filter((name) => !parameters.has(name)),
        },
      };
    }
    case 'PutParameter': {
      const { Name = '', Value = '', Type = '' } = request;
      if (!/^(\/[\w.-]+)+$/.test(Name))
        return refusal('ValidationException', 'Parameter name: not fully qualified');
      if (Value === '')
        return refusal('ValidationException', 'Value must have length greater than or equal to 1');
      if (parameters.has(Name) && request.Overwrite !== true)
        return refusal('ParameterAlreadyExists', 'The parameter already exists.');
      parameters.set(Name, { value: Value, type: Type });
      return { status: 200, body: { Version: 1, Tier: 'Standard' } };
    }
    case 'DeleteParameters': {
      const deleted = Names.filter((name) => parameters.delete(name));
      return {
        status: 200,
        body: {
          DeletedParameters: deleted,
          InvalidParameters: Names.filter((name) => !deleted.includes(name)),
        },
      };
    }
    default:
      return refusal('UnknownOperationException', operation);
  }
}

function refusal(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, message } };
}

import {
  DeleteParametersCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';

/**
 * A deployment's secrets: SSM SecureString parameters under one path, at most ten per call.
 *
 * @param path the parent of the parameters, without a trailing slash.
 */
export function ssmSecrets<Name extends string>(path: string) {
  const client = new SSMClient({});
  const parameter = (name: Name) => `${path}/${name}`;
  /** Without decryption, SSM returns the encrypted values. */
  const find = async (names: readonly Name[], WithDecryption: boolean) => {
    const { Parameters = [] } = await client.send(
      new GetParametersCommand({ Names: names.map(parameter), WithDecryption }),
    );
    return new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
  };
  return {
    /** Returns the value of each; null if it is not set. */
    async load<N extends Name>(names: readonly N[]): Promise<Readonly<Record<N, string | null>>> {
      const values = await find(names, true);
      const all = names.map((name) => [name, values.get(parameter(name)) ?? null] as const);
      return Object.fromEntries(all) as Record<N, string | null>;
    },
    /** Returns which are set, without reading their values: needs no permission to decrypt. */
    async which<N extends Name>(names: readonly N[]): Promise<readonly N[]> {
      const values = await find(names, false);
      return names.filter((name) => values.has(parameter(name)));
    },
    async save(name: Name, Value: string): Promise<void> {
      const secret = { Name: parameter(name), Value, Type: 'SecureString', Overwrite: true } as const;
      await client.send(new PutParameterCommand(secret));
    },
    /** Deletes secrets; ignores missing ones. */
    async erase(names: readonly Name[]): Promise<void> {
      await client.send(new DeleteParametersCommand({ Names: names.map(parameter) }));
    },
  };
}

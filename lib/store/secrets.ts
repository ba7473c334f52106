import {
  DeleteParametersCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';

/** A deployment's secrets, each an SSM SecureString parameter under one path; at most ten at a time. */
export type SecretStore<Name extends string> = ReturnType<typeof ssmSecrets<Name>>;

/** @param path of the parameters, without a slash at its end. */
export function ssmSecrets<Name extends string>(path: string) {
  const client = new SSMClient({});
  const parameter = (name: Name) => `${path}/${name}`;
  /** Without decryption, SSM returns the encrypted values, which are of no use to anybody. */
  const find = async (names: readonly Name[], WithDecryption: boolean) => {
    const { Parameters = [] } = await client.send(
      new GetParametersCommand({ Names: names.map(parameter), WithDecryption }),
    );
    return new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
  };
  return {
    /** The value of each; null where it is not set. */
    async load<N extends Name>(names: readonly N[]): Promise<Readonly<Record<N, string | null>>> {
      const values = await find(names, true);
      const all = names.map((name) => [name, values.get(parameter(name)) ?? null] as const);
      return Object.fromEntries(all) as Record<N, string | null>;
    },
    /** Which of them are set, without reading any: this needs no permission to decrypt. */
    async which<N extends Name>(names: readonly N[]): Promise<readonly N[]> {
      const values = await find(names, false);
      return names.filter((name) => values.has(parameter(name)));
    },
    /** Sets one, in place of what it was before. */
    async save(name: Name, Value: string): Promise<void> {
      const secret = { Name: parameter(name), Value, Type: 'SecureString', Overwrite: true } as const;
      await client.send(new PutParameterCommand(secret));
    },
    /** Deletes those that are there. */
    async erase(names: readonly Name[]): Promise<void> {
      await client.send(new DeleteParametersCommand({ Names: names.map(parameter) }));
    },
  };
}

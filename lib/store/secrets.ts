import {
  DeleteParametersCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';

/** A deployment's secrets, each an SSM SecureString parameter under one path. */
export type SecretStore<Name extends string> = {
  /** The value of each; null where it is not set. At most ten names. */
  load<N extends Name>(names: readonly N[]): Promise<Readonly<Record<N, string | null>>>;
  /** Which of them are set, without reading any: this needs no permission to decrypt. At most ten names. */
  which<N extends Name>(names: readonly N[]): Promise<readonly N[]>;
  /** Sets one, in place of what it was before. */
  save(name: Name, value: string): Promise<void>;
  /** Deletes those that are there. At most ten names. */
  erase(names: readonly Name[]): Promise<void>;
};

/** @param path of the parameters, without a slash at its end. */
export function ssmSecrets<Name extends string>(path: string): SecretStore<Name> {
  const client = new SSMClient({});
  const parameter = (name: Name) => `${path}/${name}`;
  return {
    async load<N extends Name>(names: readonly N[]) {
      const { Parameters = [] } = await client.send(
        new GetParametersCommand({ Names: names.map(parameter), WithDecryption: true }),
      );
      const values = new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
      return Object.fromEntries(names.map((name) => [name, values.get(parameter(name)) ?? null])) as Record<
        N,
        string | null
      >;
    },
    async which<N extends Name>(names: readonly N[]) {
      // Without decryption, SSM returns the encrypted values, which are of no use to anybody.
      const { Parameters = [] } = await client.send(
        new GetParametersCommand({ Names: names.map(parameter), WithDecryption: false }),
      );
      return names.filter((name) => Parameters.some(({ Name }) => Name === parameter(name)));
    },
    async save(name, value) {
      await client.send(
        new PutParameterCommand({
          Name: parameter(name),
          Value: value,
          Type: 'SecureString',
          Overwrite: true,
        }),
      );
    },
    async erase(names) {
      await client.send(new DeleteParametersCommand({ Names: names.map(parameter) }));
    },
  };
}

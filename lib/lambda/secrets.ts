import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { SecretName } from '../config/secrets.ts';

/**
 * Reads secrets from SSM, once at the start of a function; null where one was not set up. At most ten names.
 *
 * @param path where the parameters of this deployment stand.
 */
export async function loadSecrets<N extends SecretName>(
  path: string,
  names: readonly N[],
): Promise<Readonly<Record<N, string | null>>> {
  const client = new SSMClient({});
  const { Parameters = [] } = await client.send(
    new GetParametersCommand({ Names: names.map((name) => `${path}/${name}`), WithDecryption: true }),
  );
  client.destroy();
  const values = new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
  return Object.fromEntries(names.map((name) => [name, values.get(`${path}/${name}`) ?? null])) as Record<
    N,
    string | null
  >;
}

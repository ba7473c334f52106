import { checkSecrets, type SecretName } from '../config/secrets.ts';
import { ssmSecrets } from '../store/secrets.ts';
import { now } from '../world.ts';

/** A changed secret takes effect after this long, without a deployment. */
const KEPT_SECONDS = 300;

/**
 * Builds something from the secrets below a path, for the first event that needs it. They are loaded again after some
 * minutes, and for every event while one is missing (null), so that what `setup` stores takes effect; a new one is
 * built only where a secret has changed.
 */
export function fromSecrets<N extends SecretName, T>(
  path: string,
  names: readonly N[],
  build: (secrets: Readonly<Record<N, string | null>>) => T,
): () => Promise<T> {
  const store = ssmSecrets<SecretName>(path);
  let built: { readonly from: string; readonly what: T; readonly until: number } | undefined;
  return async () => {
    if (built !== undefined && now() < built.until) return built.what;
    const secrets = await store.load(names);
    checkSecrets(path, secrets);
    const isWhole = names.every((name) => secrets[name] !== null);
    const from = JSON.stringify(secrets);
    built = {
      from,
      what: built?.from === from ? built.what : build(secrets),
      until: isWhole ? now() + KEPT_SECONDS : 0,
    };
    return built.what;
  };
}

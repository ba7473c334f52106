import { checkSecrets, type SecretName } from '../config/secrets.ts';
import { ssmSecrets } from '../store/secrets.ts';
import { now } from '../world.ts';

/** A changed secret takes effect within this time, without a deployment. */
const CACHE_SECONDS = 300;

/**
 * Creates a function that builds something from the secrets below a path on first use. Secrets are reloaded after some
 * minutes, and for every event while one is missing (null), so that what `setup` stores takes effect; it is rebuilt
 * only if a secret has changed.
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
      until: isWhole ? now() + CACHE_SECONDS : 0,
    };
    return built.what;
  };
}

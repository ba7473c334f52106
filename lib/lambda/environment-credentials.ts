import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in bundles for `@aws-sdk/credential-provider-node`, of which the SDK's clients take this and nothing else:
 * Lambda hands credentials over in the environment, so nobody looks for profiles, SSO or a container's metadata.
 */
export const defaultProvider = () => fromEnv();

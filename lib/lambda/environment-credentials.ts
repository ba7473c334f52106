import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces `@aws-sdk/credential-provider-node` in bundles; this is all that the SDK's clients use of it. Lambda passes
 * credentials in the environment, so there is no need for profiles, SSO or container metadata.
 */
export const defaultProvider = () => fromEnv();

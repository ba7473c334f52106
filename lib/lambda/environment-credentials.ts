import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces `@aws-sdk/credential-provider-node` in bundles; the SDK's clients use only this export. Lambda passes
 * credentials in the environment, so profiles, SSO and container metadata are not needed.
 */
export const defaultProvider = () => fromEnv();

import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces `@aws-sdk/credential-provider-node` in bundles, of which the SDK's clients use no more: Lambda passes
 * credentials in the environment, so profiles, SSO and container metadata are not needed.
 */
export const defaultProvider = () => fromEnv();

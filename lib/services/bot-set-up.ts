import type { BotAccess } from './access.ts';

/**
 * The endpoint to which a service posts events for a deployed bot. `proof`: the stored secret that authenticates the
 * service.
 */
export type Endpoint = {
  readonly url: string;
  readonly proof: string | null;
  readonly botName: string | null;
  /** The name of the endpoint's log. */
  readonly log: string;
  /** How many concurrent calls the account's Lambdas can take. */
  readonly connections: () => Promise<number>;
};

/** Saves the secret that authenticates the service, generates new ones, and saves the bot's name. */
export type Proofs = {
  readonly save: (secret: string) => Promise<void>;
  readonly saveBotName: (name: string) => Promise<void>;
  readonly newSecret: () => string;
};

/** A fault in how a service reaches a bot. `isFixable`: setting the bot up again fixes it. */
export type EndpointFault = { readonly what: string; readonly isFixable: boolean };

/**
 * The set-up of a bot with its service. Each call is idempotent; if the service refuses or does not answer, it throws
 * an Error that does not contain the token.
 */
export type BotSetUp = {
  readonly introduce: (bot: BotAccess) => Promise<{ readonly name: string; readonly invites: string }>;
  /** Registers the commands the service shows its users. */
  readonly commands: {
    readonly name: string;
    readonly does: string;
    readonly done: string;
    readonly register: (bot: BotAccess) => Promise<void>;
  };
  /** How the service delivers user actions to the bot; `brings`: the service's word for them. */
  readonly endpoint: {
    readonly name: string;
    readonly brings: string;
    readonly does: string;
    /** @returns the outcome in a few words. */
    readonly connect: (bot: BotAccess, endpoint: Endpoint, proofs: Proofs) => Promise<string>;
    /** Returns a fault; null if there is none. @param now Unix seconds. */
    readonly examine: (bot: BotAccess, endpoint: Endpoint, now: number) => Promise<EndpointFault | null>;
    readonly undoes: string;
    readonly undone: string;
    /** @returns false if the service posts elsewhere, and nothing was changed. */
    readonly disconnect: (bot: BotAccess, endpoint: Endpoint) => Promise<boolean>;
  };
};

import type { BotAccess } from './access.ts';

/**
 * Where a deployed bot takes what its service posts. `proof`: the stored secret that shows that a call comes from the
 * service.
 */
export type Endpoint = {
  readonly url: string;
  readonly proof: string | null;
  /** What the bot is called, as it is stored. */
  readonly botName: string | null;
  /** The log that tells what it answers. */
  readonly log: string;
  /** How many calls at once the account's Lambdas carry. */
  readonly connections: () => Promise<number>;
};

/** Saves the secret that proves that calls come from the service, makes new ones, and saves the bot's name. */
export type Proofs = {
  readonly save: (secret: string) => Promise<void>;
  readonly saveBotName: (name: string) => Promise<void>;
  readonly newSecret: () => string;
};

/** What is wrong with how a service reaches a bot; `isSettled`: setting it up again fixes it. */
export type EndpointFault = { readonly what: string; readonly isSettled: boolean };

/**
 * What an operator tells a bot's service, and asks it. Each call is harmless to repeat; where the service refuses or
 * does not answer, it throws an Error that does not contain the token.
 */
export type BotSetUp = {
  /** The bot's name, and the links that add it to chats. */
  readonly introduce: (bot: BotAccess) => Promise<{ readonly name: string; readonly invites: string }>;
  /** Registers the commands that the service shows its users. */
  readonly commands: {
    readonly name: string;
    readonly does: string;
    readonly done: string;
    readonly register: (bot: BotAccess) => Promise<void>;
  };
  /** How the service hands the bot what people do; `brings`: what the service calls that. */
  readonly endpoint: {
    readonly name: string;
    readonly brings: string;
    readonly does: string;
    /** @returns what came of it, in a few words. */
    readonly connect: (bot: BotAccess, endpoint: Endpoint, proofs: Proofs) => Promise<string>;
    /** Null where all is well. @param now Unix seconds. */
    readonly examine: (bot: BotAccess, endpoint: Endpoint, now: number) => Promise<EndpointFault | null>;
    readonly undoes: string;
    readonly undone: string;
    /** @returns false where the service sends it elsewhere: nothing was changed. */
    readonly disconnect: (bot: BotAccess, endpoint: Endpoint) => Promise<boolean>;
  };
};

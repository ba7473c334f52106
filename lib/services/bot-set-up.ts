import type { BotAccess } from './access.ts';

/** Where a deployed bot takes what its service posts. `proof`: the stored secret by which it knows the service. */
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

/** What keeps the secret by which a bot knows its service, and makes new ones; and what keeps the bot's name. */
export type Proofs = {
  readonly save: (secret: string) => Promise<void>;
  readonly saveBotName: (name: string) => Promise<void>;
  readonly newSecret: () => string;
};

/** What is wrong with how a service reaches a bot; `isSettled`: setting it up again puts it right. */
export type EndpointFault = { readonly what: string; readonly isSettled: boolean };

/**
 * What whoever runs a bot has its service know, and asks of it. Each is harmless to repeat, and throws an Error without
 * the token in it where the service refuses or does not answer.
 */
export type BotSetUp = {
  /** The bot's name, and where it is added to chats. */
  readonly introduce: (bot: BotAccess) => Promise<{ readonly name: string; readonly invites: string }>;
  /** How the service shows what the bot can be asked. */
  readonly commands: {
    readonly name: string;
    readonly does: string;
    readonly done: string;
    readonly register: (bot: BotAccess) => Promise<void>;
  };
  /** How what people do comes to the bot; `brings`: what the service calls it. */
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
    /** @returns false where the service brings it elsewhere: nothing was changed. */
    readonly disconnect: (bot: BotAccess, endpoint: Endpoint) => Promise<boolean>;
  };
};

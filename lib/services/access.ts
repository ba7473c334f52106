/** A bot's access to its service. `api`: the base URL of another server than the service's own. */
export type BotAccess = { readonly token: string; readonly api: string | undefined };

/** Access to a service as a bot, through a webhook, both, or neither. */
export type ServiceAccess = {
  readonly token: string | null;
  readonly webhook: { readonly id: string; readonly token: string; readonly thread: string | null } | null;
  readonly api: string | undefined;
};

/** What it takes to call a bot's service. `api`: another server than the service's own. */
export type BotAccess = { readonly token: string; readonly api: string | undefined };

/** How we may reach a service: as a bot, through a webhook's address, both, or not at all. */
export type ServiceAccess = {
  readonly token: string | null;
  readonly webhook: { readonly id: string; readonly token: string; readonly thread: string | null } | null;
  readonly api: string | undefined;
};

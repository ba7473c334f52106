/** A bot, as its service is asked about it. `api`: another server than the service's own. */
export type BotAccess = { readonly token: string; readonly api: string | undefined };

/** How a service may be reached: as a bot, through an address that is posted to without one, both, or not at all. */
export type ServiceAccess = {
  readonly token: string | null;
  readonly webhook: { readonly id: string; readonly token: string; readonly thread: string | null } | null;
  readonly api: string | undefined;
};

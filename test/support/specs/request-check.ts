/** A request to a service, identified as in its description. */
export type DescribedRequest = {
  /** Telegram: the method. Discord: HTTP method and path below the version, `POST /channels/1/messages`. */
  readonly operation: string;
  readonly body: unknown;
  readonly query?: Readonly<Record<string, string>>;
};

/** Returns what is wrong with a request by the published description; undefined if nothing is. */
export type RequestCheck = (request: DescribedRequest) => string | undefined;

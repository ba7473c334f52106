/** Name, method, path below the version, and authentication: the bot's token, or a token in the path. */
const ROUTES = [
  ['createMessage', 'POST', '/channels/:channel/messages', 'bot'],
  ['readMessages', 'GET', '/channels/:channel/messages', 'bot'],
  ['readMessage', 'GET', '/channels/:channel/messages/:message', 'bot'],
  ['editMessage', 'PATCH', '/channels/:channel/messages/:message', 'bot'],
  ['deleteMessage', 'DELETE', '/channels/:channel/messages/:message', 'bot'],
  ['crosspost', 'POST', '/channels/:channel/messages/:message/crosspost', 'bot'],
  ['typing', 'POST', '/channels/:channel/typing', 'bot'],
  ['readChannel', 'GET', '/channels/:channel', 'bot'],
  ['changeChannel', 'PATCH', '/channels/:channel', 'bot'],
  ['readGuild', 'GET', '/guilds/:guild', 'bot'],
  ['readGuildChannels', 'GET', '/guilds/:guild/channels', 'bot'],
  ['readSelf', 'GET', '/users/@me', 'bot'],
  ['openDirect', 'POST', '/users/@me/channels', 'bot'],
  ['readApplication', 'GET', '/applications/@me', 'bot'],
  ['changeApplication', 'PATCH', '/applications/@me', 'bot'],
  ['readCommands', 'GET', '/applications/:application/commands', 'bot'],
  ['writeCommands', 'PUT', '/applications/:application/commands', 'bot'],
  ['readCommands', 'GET', '/applications/:application/guilds/:guild/commands', 'bot'],
  ['writeCommands', 'PUT', '/applications/:application/guilds/:guild/commands', 'bot'],
  ['callback', 'POST', '/interactions/:interaction/:token/callback', 'path'],
  ['execute', 'POST', '/webhooks/:webhook/:token', 'path'],
  ['readWebhook', 'GET', '/webhooks/:webhook/:token', 'path'],
  ['readWebhookMessage', 'GET', '/webhooks/:webhook/:token/messages/:message', 'path'],
  ['editWebhookMessage', 'PATCH', '/webhooks/:webhook/:token/messages/:message', 'path'],
  ['deleteWebhookMessage', 'DELETE', '/webhooks/:webhook/:token/messages/:message', 'path'],
] as const;

export type RouteName = (typeof ROUTES)[number][0];

export type Match = {
  readonly name: RouteName;
  readonly auth: 'bot' | 'path';
  /** Method and path template, by which requests are counted. */
  readonly template: string;
  /** Rate-limit bucket: the template and its channel, its guild, or the token of its webhook or interaction. */
  readonly bucket: string;
  readonly params: Readonly<Record<string, string>>;
};

const COMPILED = ROUTES.map(([name, method, path, auth]) => ({
  name,
  method,
  path,
  auth,
  pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}));

/** Finds the route of a path below the version. `wrong-method` = the path exists only with other methods. */
export function matchRoute(method: string, path: string): Match | 'wrong-method' | undefined {
  const matching = COMPILED.filter(({ pattern }) => pattern.test(path));
  const found = matching.find((route) => route.method === method);
  if (found === undefined) return matching.length > 0 ? 'wrong-method' : undefined;
  const params = found.pattern.exec(path)?.groups ?? {};
  const template = `${method} ${found.path}`;
  const major = params.channel ?? params.guild ?? params.token ?? '';
  return { name: found.name, auth: found.auth, template, bucket: `${template}:${major}`, params };
}

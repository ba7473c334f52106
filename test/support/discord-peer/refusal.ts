import type { Reply } from '../peer/http-peer.ts';

/** An error answer of Discord, in its own words. */
export class DiscordRefusal extends Error {
  readonly reply: Reply;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.name = 'DiscordRefusal';
    this.reply = { status, body: { message, code } };
  }
}

export function notFound(): DiscordRefusal {
  return new DiscordRefusal(404, 0, '404: Not Found');
}

export function invalidForm(what: string): DiscordRefusal {
  return new DiscordRefusal(400, 50035, `Invalid Form Body\n${what}`);
}

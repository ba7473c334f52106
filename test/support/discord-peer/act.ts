import type { PeerRequest } from '../peer/http-peer.ts';
import type { Body } from './body.ts';
import type { Draft } from './messages.ts';
import type { Match } from './routes.ts';

/** A request that is let in. */
export type Call = { readonly match: Match; readonly request: PeerRequest; readonly body: Body };

/** What a request that is right does: a message to book, or an answer, undefined = none. */
export type Act = Draft | { readonly act: 'plain'; readonly answer: () => unknown };

export function plain(answer: () => unknown): Act {
  return { act: 'plain', answer };
}

import type { PeerRequest } from '../peer/http-peer.ts';
import type { Body } from './body.ts';
import type { Draft } from './messages.ts';
import type { Match } from './routes.ts';

/** An admitted request, with its route and parsed body. */
export type Call = { readonly match: Match; readonly request: PeerRequest; readonly body: Body };

/** The effect of a valid request: a message to save, or an answer; undefined = without a body. */
export type Act = Draft | { readonly act: 'plain'; readonly answer: () => unknown };

export function plain(answer: () => unknown): Act {
  return { act: 'plain', answer };
}

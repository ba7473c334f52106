import type { Transition } from '../core/warnings/episode.ts';
import { dayText } from './format.ts';
import { headline } from './headline.ts';
import { bold, type Message, text } from './message.ts';

/** The one note that sums up warnings of past days that a chat never got, the newest first. */
export function catchUpMessage(id: string, transitions: readonly Transition[]): Message {
  return {
    id,
    title: 'What you missed',
    severity: 'info',
    sections: [
      {
        kind: 'list',
        items: transitions
          .toReversed()
          .map((transition) => [
            bold(`${dayText(transition.day)}: `),
            text(headline(transition.kind, transition)),
          ]),
        rank: 5,
      },
    ],
    footer: 'These changes were not sent when they happened.',
  };
}

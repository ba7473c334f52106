import type { Transition } from '../core/warnings/episode.ts';
import { dayText } from './format.ts';
import { headline } from './headline.ts';
import { bold, list, type Message, words } from './message.ts';

/** A single message listing past warnings that a chat never got, newest first. @param transitions in order of time. */
export function catchUpMessage(id: string, transitions: readonly Transition[]): Message {
  const items = transitions.map((one) => words`${bold(`${dayText(one.day)}: `)}${headline(one.kind, one)}`);
  return {
    id,
    title: 'What you missed',
    severity: 'info',
    sections: [list(items.toReversed())],
    footer: 'These changes were not sent when they happened.',
  };
}

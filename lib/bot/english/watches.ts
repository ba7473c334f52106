import { type PlaceCode, placeName } from '../../core/geography/place.ts';
import { isUpper } from '../../core/rules/rule.ts';
import { isCounted, isModelled, type RuleLens } from '../../core/rules/rule-lens.ts';
import { countOf, type LatestFigures, shareOf, WEEK } from '../../daily/figures.ts';
import { hasShare, placeOf } from '../../daily/machines.ts';
import { boundText, capitalised, days, dayText } from '../../messages/format.ts';
import { holderText } from '../../messages/headline.ts';
import { bold, code, type Section, text } from '../../messages/message.ts';
import { type Answer, press, say } from '../answer.ts';
import { boundOfWatch, type Watch, type Watched } from '../watching.ts';
import { plain, recordedText, shareText } from './figures.ts';

/** What a watch looks for: "Foundry USA above 35 % of blocks over 7 days". */
export function watchText(watch: Watch): string {
  const { lens, subject, window = WEEK } = watch.rule;
  const bound = boundOfWatch(watch);
  const who = subject === '*' ? 'Any owner' : capitalised(holderText(lens, subject));
  const whole = isModelled(lens) ? "the world's hash rate" : `blocks over ${days(window)}`;
  return `${who} ${isUpper(bound) ? 'above' : 'below'} ${boundText(bound)} of ${whole}`;
}

/** `watch`: the alarm is set. `joined`: the chat was not told of anything before. */
export function watchSetAnswer(
  figures: LatestFigures,
  watch: Watch,
  state: { readonly isNew: boolean; readonly hasJoined: boolean },
): Answer {
  return {
    message: say('watch', state.isNew ? 'Alarm set' : 'This alarm was set already, and stays', [
      {
        kind: 'paragraph',
        inlines: [bold(watchText(watch)), text(`.${standsText(figures, watch)}`)],
        rank: 10,
      },
      plain(
        `You are told when we are 95 % sure of it, from ${dayText(watch.since)} on, and again when it is over. Chance alone moves a share; a reading beyond the level is not enough.`,
        8,
      ),
      ...lensNote(watch.rule.lens),
      ...(state.hasJoined ? [plain(JOINED, 6)] : []),
    ]),
    buttons: [[...press('Remove', `unwatch ${watch.id}`), ...press('All alarms', 'watches')]],
  };
}

/** What a chat is told that was not known before it set something. */
export const JOINED =
  'This chat was not subscribed before. It now gets the daily digest and warnings, as /settings shows.';

/** What a lens looks at, where that could be taken for something else. */
function lensNote(lens: RuleLens): readonly Section[] {
  if (lens === 'operator-country')
    return [plain('This looks at the law over pool owners (counted), not at where machines stand.', 7)];
  return isModelled(lens)
    ? [
        plain(
          'This looks at machines, modelled from published tables that may be months old. While they are too old it stays silent.',
          7,
        ),
      ]
    : [];
}

/** Where a share stands now, behind a sentence. */
function standsText(figures: LatestFigures, { rule: { lens, subject, window = WEEK } }: Watch): string {
  if (subject === '*') return '';
  if (isCounted(lens)) {
    const row = shareOf(countOf(figures, lens, window), subject);
    return row === null
      ? ''
      : ` Now: ${shareText(row)}, ${days(window)} to ${dayText(figures.day)}${recordedText(figures, window)}.`;
  }
  const place = placeOf(figures.machines, subject);
  if (place === undefined || !hasShare(place)) return ' Now: not known.';
  return ` Now: ${shareText(place)}, ${dayText(figures.day)}${place.status === 'stale' ? ', too old to warn' : ''}.`;
}

/** `watch` of a country, without saying what of it. */
export function watchWhatAnswer(code: PlaceCode, behind: string): Answer {
  return {
    message: say('watch', `${placeName(code)}: its machines, or its operators?`, [
      plain('Machines: where the hardware stands, modelled. Operators: the law over pool owners, counted.'),
    ]),
    buttons: [
      [
        ...press('Machines', `watch machines ${code}${behind}`),
        ...press('Operators', `watch operators ${code}${behind}`),
      ],
    ],
    isPrivate: true,
  };
}

/** `watch` without a level. */
export function watchLevelAnswer({ lens, key }: Watched): Answer {
  const who = key === '*' ? 'anybody' : key;
  const of = isModelled(lens) ? 'machines ' : lens === 'operator-country' ? 'operators ' : '';
  const name = key === '*' ? 'any owner' : holderText(lens, key);
  return {
    message: say('watch', `At which level of ${name}?`, [
      plain('Choose one, or type it, such as:'),
      { kind: 'paragraph', inlines: [code(`/watch ${of}${who} 35%`)] },
    ]),
    buttons: [['25%', '1/3', '40%', '50%'].flatMap((level) => press(level, `watch ${of}${who} ${level}`))],
    isPrivate: true,
  };
}

export function watchesFullAnswer(most: number): Answer {
  return {
    message: say('watch', `A chat can have ${most} alarms, and this one has them`, [
      plain('Remove one with /unwatch before you set another.'),
    ]),
    buttons: [press('All alarms', 'watches')],
    isPrivate: true,
  };
}

export function impossibleLevelAnswer(): Answer {
  return {
    message: say('watch', 'A level lies between 0 and 100 %', [
      { kind: 'paragraph', inlines: [text('For example: '), code('/watch foundry 35%')] },
    ]),
    isPrivate: true,
  };
}

/** `watches`: the alarms of the chat. */
export function watchesAnswer(watches: readonly Watch[], figures: LatestFigures | undefined): Answer {
  if (watches.length === 0) {
    return {
      message: say('watches', 'No alarm is set in this chat', [
        { kind: 'paragraph', inlines: [text('Set one, for example: '), code('/watch foundry 35%')] },
      ]),
      buttons: [press('Any owner above 40 %', 'watch anybody 40%')],
    };
  }
  return {
    message: say('watches', `Alarms of this chat: ${watches.length}`, [
      {
        kind: 'list',
        items: watches.map((watch) => [
          code(watch.id),
          text(
            `: ${watchText(watch)}${watch.paused ? ' (paused)' : ''}.${figures === undefined ? '' : standsText(figures, watch)}`,
          ),
        ]),
      },
      plain('/unwatch and the name removes one; with "pause" or "resume" behind it, it is kept.'),
    ]),
    buttons: watches
      .slice(0, 4)
      .map(({ id, paused }) => [
        ...press(`Remove ${id}`, `unwatch ${id}`),
        ...press(paused ? `Resume ${id}` : `Pause ${id}`, `unwatch ${id} ${paused ? 'resume' : 'pause'}`),
      ]),
  };
}

/** What `unwatch` did. */
export function unwatchedAnswer(how: 'remove' | 'pause' | 'resume', gone: readonly Watch[]): Answer {
  const did = { remove: 'removed', pause: 'paused', resume: 'on again' }[how];
  return {
    message: say('unwatch', gone.length === 1 ? `Alarm ${did}` : `${gone.length} alarms ${did}`, [
      { kind: 'list', items: gone.map((watch) => [text(watchText(watch))]) },
    ]),
    buttons: [press('All alarms', 'watches')],
  };
}

/** `unwatch` of something that is not watched; `watches` can be chosen from. */
export function whichWatchAnswer(watches: readonly Watch[]): Answer {
  if (watches.length === 0) return watchesAnswer([], undefined);
  return {
    message: say('unwatch', 'Which alarm?', [
      { kind: 'list', items: watches.map((watch) => [code(watch.id), text(`: ${watchText(watch)}`)]) },
    ]),
    buttons: watches.slice(0, 5).map(({ id }) => press(`Remove ${id}`, `unwatch ${id}`)),
    isPrivate: true,
  };
}

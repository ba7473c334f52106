import type { RuleLens } from '../core/rules/rule-lens.ts';
import { probabilityAbove } from '../core/shares/interval.ts';
import { NETWORK, type Signal } from '../core/signals/signal.ts';
import type { SignalRecord } from '../core/warnings/signal-record.ts';
import { replyButton } from './button.ts';
import { consequence } from './consequence.ts';
import { boundText, capitalised, certainty, momentText, percent, whole } from './format.ts';
import { holderText } from './headline.ts';
import { bold, list, type Message, plain, words } from './message.ts';
import { reportSection } from './provenance.ts';
import { chanceText, frequencyText } from './runs.ts';

/** An early sign of a change, seen in blocks before their day has closed. @param others of the same event and chat. */
export function signalMessage(
  id: string,
  { signal, severity }: SignalRecord,
  others: readonly SignalRecord[],
  reportUrl: string | null,
): Message {
  const { kind, lens, own, blocks, height, bound } = signal;
  return {
    id,
    title: `${kind === 'run' ? 'Rare run' : 'Early sign'}: ${signalHeadline(signal)}`,
    // A return to normal is no alarm.
    severity: signal.returns === null ? severity : 'info',
    sections: [
      plain(kind === 'run' ? runText(signal) : countedText(signal), 10),
      ...(bound === null || lens === NETWORK
        ? []
        : [
            plain(
              words`${bold('Why it matters: ')}${consequence(own / blocks, { lens, measure: 'share' })}`,
              6,
            ),
          ]),
      list(
        others.map((other) => signalHeadline(other.signal)),
        7,
        'At the same time',
      ),
      plain(words`${bold('How sure: ')}${kind === 'run' ? runNote(height) : signNote(signal)}`, 8),
      reportSection(reportUrl),
    ],
    buttons: [replyButton('How we know', 'method')],
  };
}

function runNote(height: number): string {
  return `detected at block ${whole(height)}; it stands unless a reorganisation replaces blocks. A growing share makes long runs more likely, and every day brings another chance of one.`;
}

function signNote({ height, lens, direction }: Signal): string {
  // The count takes unknown blocks for others'.
  const relabelled =
    lens !== NETWORK && direction === 'down'
      ? ' A pool whose blocks are no longer recognised looks the same.'
      : '';
  return `detected at block ${whole(height)}, before its day has closed; the day's digest confirms or withdraws it. Header times are rough, so it may have begun some hours earlier or later.${relabelled}`;
}

/** A signal and its outcome, as a line of the digest. */
export function signalLine({ signal, verdict, isTakenBack }: SignalRecord): string {
  const outcome = isTakenBack
    ? 'retracted, since its blocks left the chain'
    : verdict === null
      ? 'not yet confirmed'
      : verdict.outcome === 'confirmed'
        ? 'confirmed by the day'
        : 'withdrawn: the day does not bear it out';
  return `${signalHeadline(signal)} (detected ${momentText(signal.time)}): ${outcome}`;
}

/** "Foundry USA (DCG): hash rate down by about 75% since 24 Jan, 13:55 UTC". */
export function signalHeadline(signal: Signal): string {
  const { bound, own, blocks, since, direction, statistic, shareBefore, pace, returns } = signal;
  const who = capitalised(whoText(signal));
  const from = momentText(since.time);
  if (signal.kind === 'run')
    return `${who}: ${whole(own)} blocks in a row (by chance ${frequencyText(signal.aYear!)}, all owners together)`;
  if (bound !== null) {
    const sure = certainty(probabilityAbove(own, blocks, bound));
    return `${who}: above ${fractionText(bound)} of Bitcoin mining since ${from}, ${sure} sure`;
  }
  if (own === 0) return `${who}: no block since ${from}`;
  // A share can rise at constant hash rate if others leave.
  if (pace === null || statistic === 'share')
    return `${who}: share of blocks ${returns === null ? `${direction} from ${percent(shareBefore)}` : 'back'} to ${percent(own / blocks)} since ${from}`;
  if (returns !== null)
    return `${who}: hash rate back to ${roughPercent(pace)} of what it was, since ${from}`;
  return `${who}: hash rate ${direction} by ${roughPercent(Math.abs(pace - 1))} since ${from}`;
}

/** The blocks of a run, how often chance produces one, and what it means. */
function runText(signal: Signal): string {
  const { own, height, shareBefore } = signal;
  return `${capitalised(whoText(signal))} mined blocks ${whole(height - own + 1)} to ${whole(height)}, all ${whole(own)}: at ${percent(shareBefore)} of the hash rate, ${chanceText(own, shareBefore)}. A run is no attack by itself. But confirmations that all come from one owner protect a payment from everybody but that owner.`;
}

function countedText(signal: Signal): string {
  const { lens, own, blocks, since, shareBefore, pace } = signal;
  const from = momentText(since.time);
  const share =
    lens === NETWORK
      ? `${whole(blocks)} blocks were found since ${from}.`
      : `${capitalised(whoText(signal))} mined ${whole(own)} of ${whole(blocks)} blocks since ${from}: ${percent(own / blocks)}, after ${percent(shareBefore)} before.`;
  const subject = lens === NETWORK ? 'the network' : 'it';
  const rate =
    pace === null || own === 0
      ? ''
      : ` By the pace of these blocks ${subject} has ${roughPercent(pace)} of its former hash rate.`;
  return share + rate;
}

function whoText({ lens, subject }: Pick<Signal, 'lens' | 'subject'>): string {
  return lens === NETWORK ? 'Bitcoin mining' : holderText(lens satisfies RuleLens, subject);
}

/** "about 75%", in steps of 5: a pace is known only to within some points. */
function roughPercent(fraction: number): string {
  return `about ${5 * Math.round(fraction * 20)}%`;
}

function fractionText(bound: number): string {
  const text = bound === 1 / 4 ? '1/4' : bound === 1 / 3 ? '1/3' : String(bound);
  return boundText({ kind: 'above', value: bound, text });
}

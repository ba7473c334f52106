import { placeName } from '../core/geography/place.ts';
import { SEVERITIES } from '../core/rules/rule.ts';
import { WINDOWS } from '../core/shares/window.ts';
import type { LatestFigures } from '../daily/figures.ts';
import type { AnswerDeps } from './answers/asked.ts';
import { knownCountries } from './answers/places.ts';
import { watchCandidates } from './answers/watches.ts';
import { SETTING_NAMES, settingOf, zoneCandidates } from './change-settings.ts';
import type { OptionKind } from './command.ts';
import { COMMANDS } from './english/commands.ts';
import { watchText } from './english/watches.ts';
import { type Candidate, completeName } from './match-name.ts';
import { countryCandidates, poolCandidates, regionCandidates, type Subject, subjectLists } from './names.ts';
import { tidy } from './parse-command.ts';
import { type Choice, MOST_CHOICES } from './reply.ts';
import type { CompletionRequest } from './request.ts';

/** Characters of a choice's name and value: Discord's limit. */
const CHOICE_CHARACTERS = 100;

/** Suggestions for an option as it is typed. */
export async function completeOption(
  request: CompletionRequest,
  deps: AnswerDeps,
): Promise<readonly Choice[]> {
  const { command, option, typed } = request;
  const kind = COMMANDS.find(({ name }) => name === command)?.options.find(
    ({ name }) => name === option,
  )?.kind;
  const choices = kind === undefined ? [] : await choicesOf(kind, tidy(typed), request, deps);
  // A pool and its owner may go by one key, which means the pool.
  const firsts = choices.filter(
    (choice, at) => choices.findIndex(({ value }) => value === choice.value) === at,
  );
  return firsts.slice(0, MOST_CHOICES).map(({ name, value }) => ({ name: cut(name), value: cut(value) }));
}

async function choicesOf(
  kind: OptionKind,
  typed: string,
  request: CompletionRequest,
  deps: AnswerDeps,
): Promise<readonly Choice[]> {
  switch (kind) {
    case 'command':
      return among(
        typed,
        COMMANDS.map(({ name }) => name),
      );
    case 'window':
      return among(typed, WINDOWS.map(String));
    case 'span':
      return among(typed, ['7d', '30d', '90d', '6m', '1y']);
    case 'duration':
      return among(typed, ['12h', '1d', '3d', '1w', '2w']);
    case 'share':
      return among(typed, ['25%', '1/3', '40%', '50%']);
    case 'count':
      return among(typed, ['1', '2', '3', '6', '12', '60']);
    case 'setting':
      return among(typed, SETTING_NAMES);
    case 'setting-value':
      return settingValues(typed, request);
    case 'start-payload':
      return [];
    case 'watch':
      return watchChoices(typed, request, deps);
    case 'pool':
    case 'country':
    case 'region':
    case 'subject':
    case 'share-or-subject': {
      const figures = await deps.figures.loadFigures();
      return figures === undefined ? [] : named(kind, typed, figures);
    }
  }
}

function named(kind: OptionKind, typed: string, figures: LatestFigures): readonly Choice[] {
  const subjects = (candidates: readonly Candidate<Subject>[]) =>
    completeName(typed, candidates).map(({ name, key }) => ({ name, value: key }));
  switch (kind) {
    case 'pool':
      return subjects(poolCandidates(figures));
    case 'country':
      return completeName(typed, countryCandidates(knownCountries(figures))).map(placeChoice);
    case 'region':
      return completeName(typed, regionCandidates()).map(placeChoice);
    default:
      return subjects(subjectLists(figures).flat());
  }
}

function placeChoice(code: Parameters<typeof placeName>[0]): Choice {
  return { name: placeName(code), value: code };
}

function settingValues(typed: string, { command, filled }: CompletionRequest): readonly Choice[] {
  if (command === 'unwatch') return among(typed, ['remove', 'pause', 'resume']);
  switch (settingOf(filled.setting ?? '')) {
    case 'digest':
      return among(typed, ['on', 'off', 'soon', '8', '12', '18']);
    case 'quiet':
      return among(typed, ['22-7', '23-6', 'off']);
    case 'zone':
      return completeName(typed, zoneCandidates).map((zone) => ({ name: zone, value: zone }));
    case 'severity':
      return among(typed, SEVERITIES);
    case 'emergencies':
      return among(typed, ['on', 'off']);
    case 'language':
      return among(typed, ['en']);
    case undefined:
      return [];
  }
}

async function watchChoices(
  typed: string,
  { chat }: CompletionRequest,
  { chats }: AnswerDeps,
): Promise<readonly Choice[]> {
  const watches = (await chats.loadChat(chat))?.watches ?? [];
  const choices = completeName(typed, watchCandidates(watches)).map((watch) => ({
    name: `${watch.id}: ${watchText(watch)}`,
    value: watch.id,
  }));
  return watches.length > 1 ? [...choices, ...among(typed, ['all'])] : choices;
}

/** Those of a few words that begin as typed; what was typed itself where none does. */
function among(typed: string, words: readonly string[]): readonly Choice[] {
  const fits = words.filter((word) => word.startsWith(typed.toLowerCase()));
  const shown = fits.length > 0 || typed === '' ? fits : [typed];
  return shown.map((word) => ({ name: word, value: word }));
}

function cut(text: string): string {
  return text.length <= CHOICE_CHARACTERS ? text : `${text.slice(0, CHOICE_CHARACTERS - 1).toWellFormed()}…`;
}

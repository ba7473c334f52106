import type { Command } from '@commander-js/extra-typings';
import { countriesMessage } from '../../bot/commands/places/countries.ts';
import { MODEL_NOTE, publishedSections } from '../../bot/commands/places/details.ts';
import { countryMessage, regionMessage } from '../../bot/commands/places/one-place.ts';
import { isHidden } from '../../core/geography/place-figure.ts';
import { allPlaces, onePlace, type Places } from '../../core/geography/places.ts';
import { type LedgerView, newestClosed } from '../../core/ledger/ledger-view.ts';
import { WEEK } from '../../core/shares/window.ts';
import { findPlace } from '../arguments.ts';
import { command, dayOption, knowledgeOption, staleOption } from '../options.ts';
import { plainText, print } from '../output.ts';
import { machineMapOf, windowFigures } from '../window-figures.ts';
import { loadView } from '../world.ts';

const KNOWLEDGE = 'figures published by the day (then), or all of them, hindsight (now)';

/** `countries`, `country PLACE`, `region PLACE`: where machines stand, modelled. */
export function addPlacesCommands(program: Command): void {
  command(program, 'countries', "where the world's machines stand on a day: modelled, with 95% intervals")
    .addOption(dayOption('a closed day'))
    .addOption(knowledgeOption(KNOWLEDGE))
    .addOption(staleOption())
    .action(async ({ day, knowledge, stale, json }) => {
      const view = await loadView();
      const document = allPlaces(view, day ?? newestClosed(view), knowledge);
      print('countries', shownOf(document, stale), json, () =>
        plainText(countriesMessage(placeFigures(view, document), 'all', stale), [MODEL_NOTE]),
      );
    });
  for (const level of ['country', 'region'] as const) {
    command(program, level, `where machines stand: one ${level}, with every figure published about it`)
      .argument('<place>', `a name, or a code such as ${level === 'country' ? 'CN' : 'CN-SC'}`)
      .addOption(dayOption('a closed day'))
      .addOption(knowledgeOption(KNOWLEDGE))
      .addOption(staleOption())
      .action(async (named, { day, knowledge, stale, json }) => {
        const view = await loadView();
        const place = findPlace(named, level, level, view);
        const document = onePlace(view, place, day ?? newestClosed(view), knowledge);
        print(level, level === 'country' ? shownOf(document, stale) : document, json, () => {
          const current = placeFigures(view, document);
          const message =
            level === 'country'
              ? countryMessage(current, place, stale)
              : regionMessage(current.figures.machines, place, stale);
          return plainText(message, [...publishedSections(document.published), MODEL_NOTE]);
        });
      });
  }
}

/** Leaves out regions whose table is stale, unless `withStale`. */
function shownOf<P extends Places>(document: P, withStale: boolean): P {
  return { ...document, places: document.places.filter((place) => withStale || !isHidden(place)) };
}

function placeFigures(view: LedgerView, document: Places) {
  const { day, knowledge } = document;
  const { figures, at } = windowFigures(view, { day, window: WEEK }, 'operator-country', knowledge);
  return { figures: { ...figures, machines: machineMapOf(document) }, at };
}

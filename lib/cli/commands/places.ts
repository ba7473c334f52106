import type { Command } from '@commander-js/extra-typings';
import { countriesMessage } from '../../bot/commands/places/countries.ts';
import { MODEL_NOTE, publishedSections } from '../../bot/commands/places/details.ts';
import { countryMessage, regionMessage } from '../../bot/commands/places/one-place.ts';
import { isHidden } from '../../core/geography/place-figure.ts';
import { allPlaces, onePlace, type Places } from '../../core/geography/places.ts';
import { type LedgerView, newestClosed } from '../../core/ledger/ledger-view.ts';
import { shippedBlockSource } from '../../core/ledger/shipped-ledger.ts';
import { WEEK } from '../../core/shares/window.ts';
import { dayOption, knowledgeOption, staleOption } from '../options.ts';
import { plainText, print } from '../output.ts';
import { machineMapOf, windowFigures } from '../window-figures.ts';
import { withLedger } from '../with-ledger.ts';
import { placeFrom } from '../words.ts';

const KNOWLEDGE = 'figures published by the day (then), or all of them, hindsight (now)';

/** `countries`, `country PLACE`, `region PLACE`: where machines stand, modelled. */
export function addPlacesCommands(program: Command): void {
  const { labelledBy } = shippedBlockSource();
  program
    .command('countries')
    .description("where the world's machines stand on a day: modelled, with 95% intervals")
    .addOption(dayOption('a closed day'))
    .addOption(knowledgeOption(KNOWLEDGE))
    .addOption(staleOption())
    .option('--json', 'one JSON document', false)
    .action(async ({ day, knowledge, stale, json }) => {
      await withLedger((view) => {
        const document = allPlaces(view, day ?? newestClosed(view), knowledge, labelledBy);
        print('countries', shownOf(document, stale), json, () =>
          plainText(countriesMessage(placeFigures(view, document), 'all', stale), [MODEL_NOTE]),
        );
      });
    });
  for (const level of ['country', 'region'] as const) {
    program
      .command(level)
      .description(`where machines stand: one ${level}, with every figure published of it`)
      .argument(
        '<place>',
        level === 'country' ? 'a name, or a code such as CN' : 'a name, or a code such as CN-SC',
      )
      .addOption(dayOption('a closed day'))
      .addOption(knowledgeOption(KNOWLEDGE))
      .addOption(staleOption())
      .option('--json', 'one JSON document', false)
      .action(async (named, { day, knowledge, stale, json }) => {
        await withLedger((view) => {
          const place = placeFrom(named, level, level, view);
          const document = onePlace(view, place, day ?? newestClosed(view), knowledge, labelledBy);
          print(level, level === 'country' ? shownOf(document, stale) : document, json, () => {
            const current = placeFigures(view, document);
            const message =
              level === 'country'
                ? countryMessage(current, place, stale)
                : regionMessage(current.figures.machines, place, stale);
            return plainText(message, [...publishedSections(document.published), MODEL_NOTE]);
          });
        });
      });
  }
}

/** What is printed: regions whose table is stale only where they are asked for. */
function shownOf<P extends Places>(document: P, withStale: boolean): P {
  return { ...document, places: document.places.filter((place) => withStale || !isHidden(place)) };
}

function placeFigures(view: LedgerView, document: Places) {
  const { day, knowledge } = document;
  const { figures, at } = windowFigures(view, { day, window: WEEK }, 'operator-country', knowledge);
  return { figures: { ...figures, machines: machineMapOf(document) }, at };
}

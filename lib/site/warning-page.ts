import { addDays, daysFrom, type UtcDay } from '../core/ledger/utc-day.ts';
import type { SubjectKey } from '../core/lenses/lens.ts';
import { isCounted } from '../core/rules/rule-lens.ts';
import { throughLens } from '../core/shares/window.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { isWarning } from '../core/warnings/is-warning.ts';
import { composeWarning } from '../daily/compose-warning.ts';
import { digestInputs } from '../daily/inputs-digest.ts';
import { pageChart } from '../messages/charts/page-chart.ts';
import { dayText, whole } from '../messages/format.ts';
import { type Html, html } from '../messages/html.ts';
import type { Message } from '../messages/message.ts';
import { warningPath } from '../messages/page-link.ts';
import { renderHtml, renderSections, severityMark } from '../messages/render-html.ts';
import { retractionMessage } from '../messages/retraction.ts';
import type { NamedChart } from './charts.ts';
import { INTERACTIVE_POLICY, type Page } from './page.ts';
import { contentDigest } from './site-file.ts';
import type { SiteSource } from './source.ts';

/** A day with a warning, possibly retracted. */
export type WarningDay = {
  readonly day: UtcDay;
  readonly transitions: readonly Transition[];
  /** The warning as it holds now, or its retraction. */
  readonly message: Message;
  readonly retraction: Message | null;
  /** A digest of everything the day's files depend on: while it is unchanged, so are they. */
  readonly key: string;
};

/** Increment when the page or the files of a warning change form. */
const FORM = 3;

/** Every day with a warning, newest first, including retracted ones. */
export function warningDays(source: SiteSource): readonly WarningDay[] {
  const { input, retracted } = source;
  const current = new Set(input.transitions.map(({ id }) => id));
  const withdrawn = Map.groupBy(
    retracted.filter((one) => isWarning(one) && !current.has(one.id)),
    ({ day }) => day,
  );
  const warned = Map.groupBy(input.transitions.filter(isWarning), ({ day }) => day);
  const days = [...new Set([...warned.keys(), ...withdrawn.keys()])].sort().reverse();
  return days.map((day) => {
    const wrong = withdrawn.get(day);
    const retraction =
      wrong === undefined ? null : retractionMessage(`retraction-${day}`, day, wrong, input.reportUrl);
    const message = composeWarning(input, day) ?? retraction!;
    const one = { day, transitions: warned.get(day) ?? [], message, retraction };
    return { ...one, key: keyOf(source, one) };
  });
}

function keyOf({ input, rules, sent, url }: SiteSource, one: Omit<WarningDay, 'key'>): string {
  const { day, message, retraction } = one;
  const inputs = digestInputs(input.ledger, day, rules, input.knowledge);
  const all = [FORM, INTERACTIVE_POLICY, url, inputs, sent.get(day), message, retraction];
  return contentDigest(JSON.stringify(all));
}

/** A warning with its charts, the blocks behind it, and the message as sent. */
export function warningPage(source: SiteSource, charts: readonly NamedChart[], warning: WarningDay): Page {
  const { day, message, retraction, transitions } = warning;
  const sent = source.sent.get(day);
  const retracted =
    retraction === null || retraction === message ? null : html`<section>${renderHtml(retraction)}</section>`;
  const pictures = charts.map(
    ({ name, drawing }) =>
      html`<figure>${pageChart(drawing(), name)}<figcaption><a href="../v1/charts/${name}.csv">These figures as CSV</a></figcaption></figure>`,
  );
  const asSent =
    sent === undefined
      ? html`<p class="muted">It was never sent: counting began here after this day.</p>`
      : html`<details><summary>The message as it was sent</summary><pre>${asLines(sent)}</pre></details>`;
  return {
    path: warningPath(day),
    title: `${message.title} (${dayText(day)}). Hashtilt`,
    description: `${dayText(day)}: ${message.title}`,
    body: html`<p class="muted"><a href="../warnings.html">Warnings</a> · <time datetime="${day}">${dayText(day)}</time></p>${severityMark(message)}<h1>${message.title}</h1>${retracted}<div class="columns"><section>${renderSections(message.sections, 'h2')}${asSent}</section><section>${pictures}</section></div>${transitions.length === 0 ? null : blocksBehind(source, transitions)}`,
    isInteractive: true,
  };
}

/** A text with its line breaks as markup. */
function asLines(text: string): readonly Html[] {
  return text.split('\n').map((line, index) => html`${index === 0 ? '' : newLine}${line}`);
}

const newLine = html`<br>`;

/** The days of the longest window among a day's warnings, with the blocks that its holders mined. */
function blocksBehind({ input }: SiteSource, transitions: readonly Transition[]): Html {
  const { day, window, lens, holders } = transitions.reduce((a, b) => (b.window > a.window ? b : a));
  const from = addDays(day, 1 - window);
  const ledger = input.ledger.filter((entry) => from <= entry.day && entry.day <= day);
  const grouped = isCounted(lens)
    ? throughLens(ledger, lens, input.knowledge).groupedIn({ from, day })
    : () => undefined;
  const rows = daysFrom(from, day).map((on, index) => {
    const entry = ledger[index];
    if (entry?.kind !== 'closed')
      return html`<tr><th scope="row" class="day">${dayText(on)}</th><td colspan="4">not counted</td></tr>`;
    const { blocks, firstHeight, lastHeight } = entry.count;
    const subjects = grouped(index);
    const theirs = holders.reduce((sum, key: SubjectKey) => sum + (subjects?.get(key) ?? 0), 0);
    return html`<tr><th scope="row" class="day"><a href="../v1/days/${on}.json">${dayText(on)}</a></th><td class="number">${firstHeight}–${lastHeight}</td><td class="number">${whole(blocks)}</td><td class="number">${subjects === undefined || holders.length === 0 ? '' : whole(theirs)}</td><td>${entry.source}</td></tr>`;
  });
  return html`<h2>The blocks behind it</h2><div class="wide" tabindex="0" role="group" aria-label="The blocks behind it"><table><thead><tr><th scope="col">Day (UTC)</th><th scope="col" class="number">Heights</th><th scope="col" class="number">Blocks</th><th scope="col" class="number">Theirs</th><th scope="col">Known by</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

import { assertNever } from '../errors.ts';
import { capitalised } from './format.ts';
import { httpHref } from './href.ts';
import { type Html, html } from './html.ts';
import type { Inline, Message, Section } from './message.ts';
import { cleanTable } from './table.ts';

/**
 * Renders a whole message for a page, with its title as a second-level heading.
 * @throws RenderError on rows that do not match their columns and on links that are not http.
 */
export function renderHtml(message: Message): Html {
  const footer = message.footer ?? '';
  return html`${severityMark(message)}<h2>${message.title}</h2>${renderSections(message.sections)}${footer === '' ? null : html`<p class="muted">${footer}</p>`}`;
}

/** A message's severity as a badge; empty for `info`. */
export function severityMark({ severity }: Message): Html {
  return severity === 'info' ? html`` : html`<p class="severity ${severity}">${capitalised(severity)}</p>`;
}

/** Renders sections for a page. @param heading level of their titles: one below the heading above them. */
export function renderSections(sections: readonly Section[], heading: 'h2' | 'h3' = 'h3'): readonly Html[] {
  return sections.map((section) => sectionHtml(section, heading));
}

function sectionHtml(section: Section, heading: 'h2' | 'h3'): Html {
  switch (section.kind) {
    case 'paragraph':
      return section.inlines.every(({ text }) => text.trim() === '')
        ? html``
        : html`<p>${section.inlines.map(inlineHtml)}</p>`;
    case 'list': {
      const title = section.title ?? '';
      const items = section.items.map((item) => html`<li>${item.map(inlineHtml)}</li>`);
      if (items.length === 0) return html``;
      const titled = heading === 'h2' ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`;
      return html`${title === '' ? null : titled}<ul>${items}</ul>`;
    }
    case 'table': {
      const { title = '', columns, rows } = cleanTable(section);
      if (rows.length === 0) return html``;
      const aligned = (column: number) => (columns[column]?.align === 'right' ? 'number' : 'word');
      return html`<div class="wide" tabindex="0" role="group" aria-label="${title === '' ? 'Table' : title}"><table>${title === '' ? null : html`<caption>${title}</caption>`}<thead><tr>${columns.map(({ name, full }, column) => html`<th scope="col" class="${aligned(column)}">${full ?? name}</th>`)}</tr></thead><tbody>${rows.map(([first = '', ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell, index) => html`<td class="${aligned(index + 1)}">${cell}</td>`)}</tr>`)}</tbody></table></div>`;
    }
    default:
      return assertNever(section);
  }
}

function inlineHtml(inline: Inline): Html {
  switch (inline.kind) {
    case 'text':
      return html`${inline.text}`;
    case 'bold':
      return html`<b>${inline.text}</b>`;
    case 'code':
      return html`<code>${inline.text}</code>`;
    case 'link':
      return html`<a href="${httpHref(inline.url)}">${inline.text}</a>`;
    default:
      return assertNever(inline);
  }
}

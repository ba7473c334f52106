import type { PlotArea } from '../messages/charts/plot-area.ts';

/**
 * Makes charts over time interactive in the browser: reads a day's figures by pointer or keyboard, and zooms to shorter
 * spans. The function is published as its own source text, so it must not refer to anything outside itself. The figures
 * are the chart's CSV, fetched on first use.
 */
export function addToCharts(): void {
  type Row = { readonly day: number; readonly figures: ReadonlyMap<string, readonly number[]> };
  const DAY = 86_400_000;
  const SPANS = [
    ['All', 0],
    ['1 year', 365],
    ['90 days', 90],
    ['30 days', 30],
  ] as const;

  const dayText = (day: number) => {
    const date = new Date(day);
    // American, since British has one month of four letters, "Sept".
    const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
    return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
  };
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

  const element = (name: string, attributes: Readonly<Record<string, string | number>>) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`);
    return made;
  };

  /** Columns: day, key, name (may contain quoted commas), and three figures, any of which may be empty. */
  const rowsOf = (csv: string): readonly Row[] => {
    const days = new Map<string, Map<string, readonly number[]>>();
    for (const line of csv.trimEnd().split('\r\n').slice(1)) {
      const cells = line.split(',');
      const [day = '', key = ''] = cells;
      const figures = days.get(day) ?? new Map<string, readonly number[]>();
      days.set(day, figures);
      if (cells.at(-3) !== '') figures.set(key, cells.slice(-3).map(Number));
    }
    return [...days].map(([day, figures]) => ({ day: Date.parse(day), figures }));
  };

  const add = (svg: SVGSVGElement) => {
    const figure = svg.closest('figure');
    const csv = figure?.querySelector<HTMLAnchorElement>('a[href$=".csv"]');
    if (!figure || !csv) return;
    const area = JSON.parse(svg.dataset.plot!) as PlotArea;
    const bottom = area.top + area.height;
    const [first, last] = [Date.parse(area.from), Date.parse(area.to)];
    let from = first;
    let loading: Promise<readonly Row[]> | undefined;
    const load = () => {
      loading ??= fetch(csv.href).then(async (answer) => rowsOf(await answer.text()));
      return loading;
    };

    const redrawn = element('g', { class: 'span' });
    const cursor = element('g', {});
    svg.append(redrawn, cursor);

    const box = document.createElement('div');
    box.className = 'read';
    const label = document.createElement('label');
    const slider = document.createElement('input');
    slider.type = 'range';
    const output = document.createElement('output');
    output.textContent = 'Slide, or move over the chart, to read a day.';
    label.append('Day', slider);
    box.append(label, output);
    svg.after(box);

    const x = (day: number) => area.left + (area.width * (day - from)) / Math.max(DAY, last - from);
    const y = (share: number) => bottom - (area.height * Math.min(share, area.most)) / area.most;

    const read = async () => {
      const day = first + Number(slider.value) * DAY;
      const row = (await load()).find((one) => one.day === day);
      const shares = area.lines.flatMap(({ key, name }) => {
        const [share, low, high] = row?.figures.get(key) ?? [];
        if (share === undefined) return [];
        const interval =
          low === undefined || high === undefined ? '' : ` (${percent(low)} to ${percent(high)})`;
        return [`${area.lines.length > 1 ? `${name} ` : ''}${percent(share)}${interval}`];
      });
      output.textContent = `${dayText(day)}: ${shares.length === 0 ? 'not known' : shares.join('; ')}`;
      slider.setAttribute('aria-valuetext', output.textContent);
      cursor.replaceChildren(
        element('path', { d: `M${x(day)},${area.top}V${bottom}`, stroke: 'var(--muted)' }),
        ...area.lines.flatMap(({ key, colour }) => {
          const share = row?.figures.get(key)?.[0];
          return share === undefined
            ? []
            : [element('circle', { cx: x(day), cy: y(share), r: 3.5, fill: colour, stroke: 'var(--paper)' })];
        }),
      );
    };

    const drawLine = (rows: readonly Row[], key: string, colour: string) => {
      const runs: (readonly [number, readonly number[]])[][] = [[]];
      for (const { day, figures } of rows) {
        const known = figures.get(key);
        if (known === undefined) runs.push([]);
        else runs.at(-1)!.push([day, known]);
      }
      return runs.flatMap((run) => {
        if (run.length === 0) return [];
        const pointsOf = (part: number) =>
          run.map(([day, figures]) => `${x(day).toFixed(1)},${y(figures[part]!).toFixed(1)}`);
        return [
          element('path', {
            d: `M${[...pointsOf(1), ...pointsOf(2).reverse()].join('L')}Z`,
            fill: colour,
            'fill-opacity': 0.2,
          }),
          element('path', {
            d: `M${pointsOf(0).join('L')}`,
            fill: 'none',
            stroke: colour,
            'stroke-width': 2,
          }),
        ];
      });
    };

    /** Draws a shorter span over the full chart, on the same share scale. */
    const redraw = async () => {
      if (from === first) return redrawn.replaceChildren();
      const rows = (await load()).filter(({ day }) => day >= from);
      const cover = { fill: 'var(--paper)', x: area.left, width: area.width + 1 };
      const ticks = [0, 1, 2].map((part) => from + Math.round((part * (last - from)) / 2 / DAY) * DAY);
      redrawn.replaceChildren(
        element('rect', { ...cover, y: area.top - 1, height: area.height + 2 }),
        element('rect', { ...cover, x: 0, width: '100%', y: bottom + 5, height: 18 }),
        ...area.across.map(({ share, colour, dash }) =>
          element('path', {
            d: `M${area.left},${y(share)}h${area.width}`,
            stroke: colour,
            'stroke-width': 1,
            'stroke-dasharray': dash,
          }),
        ),
        element('path', { d: `M${area.left},${bottom}h${area.width}`, stroke: 'var(--muted)' }),
        ...ticks.map((day, index) => {
          const anchor = index === 0 ? 'start' : index === 2 ? 'end' : 'middle';
          const text = element('text', { x: x(day), y: bottom + 16, 'text-anchor': anchor, 'font-size': 11 });
          text.setAttribute('fill', 'var(--muted)');
          const [number, month, year] = dayText(day).split(' ');
          text.textContent = last - from > 100 * DAY ? `${month} ${year}` : `${number} ${month}`;
          return text;
        }),
        ...area.lines.toReversed().flatMap(({ key, colour }) => drawLine(rows, key, colour)),
      );
    };

    const choose = (days: number) => {
      from = days === 0 ? first : last - days * DAY;
      slider.min = `${(from - first) / DAY}`;
      slider.max = `${(last - first) / DAY}`;
    };
    choose(0);
    slider.value = slider.max;

    if (last - first > 400 * DAY)
      for (const [name, days] of SPANS) {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = name;
        button.setAttribute('aria-pressed', `${days === 0}`);
        button.addEventListener('click', () => {
          for (const other of box.querySelectorAll('button'))
            other.setAttribute('aria-pressed', `${other === button}`);
          choose(days);
          void redraw().then(read);
        });
        box.append(button);
      }

    slider.addEventListener('input', read);
    const follow = (event: PointerEvent) => {
      const { left, width } = svg.getBoundingClientRect();
      const at = ((event.clientX - left) * svg.viewBox.baseVal.width) / width - area.left;
      const day = from + Math.round((at / area.width) * ((last - from) / DAY)) * DAY;
      slider.value = `${(Math.min(last, Math.max(from, day)) - first) / DAY}`;
      void read();
    };
    svg.addEventListener('pointermove', follow);
    svg.addEventListener('pointerdown', follow);
  };

  // A page opened from disk may not fetch its CSV, so it stays static.
  if (location.protocol !== 'file:')
    for (const svg of document.querySelectorAll<SVGSVGElement>('figure svg[data-plot]')) add(svg);
}

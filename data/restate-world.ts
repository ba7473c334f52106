/**
 * Writes data/world.json, the outlines of the world map: `node data/restate-world.ts`.
 *
 * From Natural Earth (public domain) as packed by world-atlas, at 1:110 million, in the Equal Earth
 * projection, so that equal areas on the map are equal areas of the world. Countries too small to see on a
 * phone, or missing at that scale, get a dot at the centre of their outline at 1:50 million.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ExtendedFeature,
  type ExtendedFeatureCollection,
  geoCentroid,
  geoEqualEarth,
  geoPath,
} from 'd3-geo';
import { iso31661NumericToAlpha2 } from 'iso-3166';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import fine from 'world-atlas/countries-50m.json' with { type: 'json' };
import coarse from 'world-atlas/countries-110m.json' with { type: 'json' };

const WIDTH = 1000;

/** Below this area, in squared map units, a place is a speck: about 7 pixels on a phone. */
const SPECK = 60;

/** Left out: it would fill much of the map, and nobody mines there. */
const ANTARCTICA = 'AQ';

type Country = { readonly code: string | null; readonly shape: ExtendedFeature };

const [shapes, fineShapes] = [countriesOf(coarse), countriesOf(fine)];
// Rotated so that the edges run through the Bering Strait and cut no land.
const projection = geoEqualEarth().rotate([-11, 0]);
projection.fitWidth(WIDTH, collectionOf(shapes));
const path = geoPath(projection).digits(0);
const height = Math.ceil(path.bounds(collectionOf(shapes))[1][1]);

const outlines = new Map(
  shapes.flatMap(({ code, shape }) => (code === null ? [] : [[code, shape] as const])),
);
const dots = fineShapes.flatMap(({ code, shape }) => {
  const outline = code === null ? undefined : outlines.get(code);
  const isSpeck = outline === undefined || path.area(outline) < SPECK;
  return code !== null && isSpeck ? [[code, centreOf(shape)] as const] : [];
});

writeFileSync(
  join(import.meta.dirname, 'world.json'),
  [
    '{',
    '"schema":"hashtilt/world@1",',
    `"source":${JSON.stringify("Natural Earth 1:110m and 1:50m (public domain), by way of world-atlas 2.0.2 (ISC); Equal Earth projection; made by data/restate-world.ts. Borders are Natural Earth's, de facto; they state nothing of ours.")},`,
    `"width":${WIDTH},"height":${height},`,
    '"outlines":{',
    lines([...outlines].map(([code, shape]) => [code, path(shape)])),
    '},',
    '"dots":{',
    lines(dots),
    '},',
    `"withoutCode":${JSON.stringify(shapes.filter(({ code }) => code === null).map(({ shape }) => path(shape)))}`,
    '}',
    '',
  ].join('\n'),
);

function countriesOf(table: unknown): readonly Country[] {
  const topology = table as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  return feature(topology, topology.objects.countries)
    .features.map((shape) => ({ code: codeOf(shape.id, shape.properties.name), shape }))
    .filter(({ code }) => code !== ANTARCTICA);
}

/** ISO 3166-1 alpha-2, XK for Kosovo; null for land without a code. */
function codeOf(numeric: string | number | undefined, name: string): string | null {
  if (name === 'Kosovo') return 'XK';
  return iso31661NumericToAlpha2[String(numeric)] ?? null;
}

/** Computed on the globe: in the plane, land on both sides of the antimeridian would get a dot in between. */
function centreOf(shape: ExtendedFeature): readonly number[] {
  return projection(geoCentroid(shape))!.map(Math.round);
}

function collectionOf(countries: readonly Country[]): ExtendedFeatureCollection {
  return { type: 'FeatureCollection', features: countries.map(({ shape }) => shape) };
}

function lines(entries: readonly (readonly [string, unknown])[]): string {
  return entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, value]) => `${JSON.stringify(code)}:${JSON.stringify(value)}`)
    .join(',\n');
}

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The parts of the core, in the order of the data flow: a part may import only earlier ones. */
const CORE = [
  'chain',
  'pools',
  'ledger',
  'lenses',
  'shares',
  'geography',
  'farms',
  'risk',
  'signals',
  'rules',
  'warnings',
] as const;

/** The folders of lib, lowest first: a folder may import only those of lower rows. */
const LAYERS: readonly (readonly string[])[] = [
  ['core'],
  ['messages'],
  ['daily', 'chats'],
  ['delivery', 'bot'],
  ['site'],
  ['services', 'sources', 'store'],
  ['lambda', 'cli'],
];

/** Which files may import a library, by the beginning of its name. All others use a port. */
const LIBRARIES: readonly { readonly name: RegExp; readonly allowed: RegExp }[] = [
  { name: /^@aws-(sdk|lambda-powertools|crypto)\//, allowed: /^lib\/(store|lambda|cli)\// },
  { name: /^aws-(cdk|lambda)/, allowed: /^lib\/(lambda|cli)\// },
  { name: /^grammy($|\/)/, allowed: /^lib\/services\/telegram\// },
  { name: /^@discordjs\//, allowed: /^lib\/services\/discord\// },
  { name: /^(dynalite|classic-level|abstract-level)/, allowed: /^lib\/store\// },
];

/** Node modules that do no I/O. */
const COMPUTING = new Set(['node:crypto']);

/** The chart renderer, which reads the rasterizer's WebAssembly. */
const DRAWS = 'lib/messages/charts/resvg.ts';

/** Files that any file of lib may import. */
const COMMON = new Set(['lib/errors.ts', 'lib/memo.ts', 'lib/schema.ts']);

/** The list of services. */
const VENDORS = 'lib/chats/chat-key.ts';

/** The only file with the clock, randomness and the network. */
const WORLD = 'lib/world.ts';

/** The test peers and their parts. */
const PEER_FILE = /^test\/support\/([^/]*-peer\.ts$|[^/]*-peer\/|peer\/|specs\/|chain-builder\.ts$)/;

/** One forbidden import: file, what it imports, and the rule it breaks. */
export type Violation = { readonly file: string; readonly imports: string; readonly rule: string };

/** Finds every import below `root` against the allowed direction (CONTRIBUTING.md), and every import cycle. */
export function findViolations(root: string): readonly Violation[] {
  const imports = importsBelow(root);
  const broken = [...imports].flatMap(([file, imported]) =>
    imported.flatMap((one) => {
      const rule = brokenRule(file, one);
      return rule === undefined ? [] : [{ file, imports: one, rule }];
    }),
  );
  return [...broken, ...circlesIn(imports)];
}

/** Counts the files of lib that the check reads below `root`: a check of no files would always pass. */
export function countFiles(root: string): number {
  return listTypeScript(join(root, 'lib')).length;
}

/** What each file imports: paths from `root`, and names of packages. */
function importsBelow(root: string): ReadonlyMap<string, readonly string[]> {
  const paths = ['lib', 'functions', 'infra', 'data', 'test'].flatMap((folder) =>
    listTypeScript(join(root, folder)),
  );
  return new Map(
    paths.map((path) => [
      toPosix(relative(root, path)),
      importsOf(readFileSync(path, 'utf8')).map((specifier) =>
        specifier.startsWith('.') ? toPosix(relative(root, resolve(dirname(path), specifier))) : specifier,
      ),
    ]),
  );
}

function brokenRule(file: string, imports: string): string | undefined {
  if (imports.startsWith('functions/') && !file.startsWith('functions/')) return 'nothing imports functions';
  if (imports.startsWith('infra/') && file.startsWith('lib/')) return 'lib does not import infra';
  if (PEER_FILE.test(file) && imports.startsWith('lib/')) return 'test peers import nothing from lib';
  const isConfig = imports.startsWith('lib/config/') || COMMON.has(imports);
  if (file.startsWith('infra/') && imports.startsWith('lib/') && !isConfig)
    return 'infra imports only lib/config';
  if (!file.startsWith('lib/')) return undefined;
  if (imports.startsWith('lib/')) return brokenLayer(file, imports);
  return brokenLibrary(file, imports);
}

function brokenLayer(file: string, imports: string): string | undefined {
  if (COMMON.has(file) || file === WORLD)
    return COMMON.has(imports) ? undefined : 'what all share imports nothing of theirs';
  if (COMMON.has(imports)) return undefined;
  const [from, to] = [folderOf(file), folderOf(imports)];
  if (from === 'config')
    return to === 'config' || imports.startsWith('lib/core/rules/') || imports === VENDORS
      ? undefined
      : 'config imports only rules and the list of services';
  const [layer, theirs] = [layerOf(from), layerOf(to)];
  if (imports === WORLD) return layer === LAYERS.length - 1 ? undefined : 'time and chance come in as values';
  if (to === 'config') return layer === LAYERS.length - 1 ? undefined : 'settings come in as values';
  if (theirs === -1) return `lib has no folder ${to}`;
  if (from === to) return from === 'core' ? brokenOrder(file, imports) : undefined;
  if (theirs === layer) return `${from} and ${to} do not import each other`;
  return theirs > layer ? `${from} does not import ${to}` : undefined;
}

function brokenOrder(file: string, imports: string): string | undefined {
  const [from, to] = [partOf(file), partOf(imports)];
  if (from === -1 || to === -1) return 'every file of the core belongs to one of its parts';
  return to > from ? 'a part of the core imports only parts before it' : undefined;
}

function brokenLibrary(file: string, imports: string): string | undefined {
  const broken = LIBRARIES.some(({ name, allowed }) => name.test(imports) && !allowed.test(file));
  if (broken) return 'a library of AWS, Telegram, Discord or the embedded store stays with its adapter';
  const isPure =
    (layerOf(folderOf(file)) <= 1 || folderOf(file) === 'site') && file !== DRAWS && file !== WORLD;
  if (isPure && imports.startsWith('node:') && !COMPUTING.has(imports))
    return 'core, messages and the site do no I/O';
  return undefined;
}

/** Finds import cycles, each once, under its alphabetically first file. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): readonly Violation[] {
  const circles: Violation[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at !== -1) {
      const circle = path.slice(at);
      circles.push({ file: circle.toSorted()[0]!, imports: circle.join(' -> '), rule: 'no circles' });
      return;
    }
    if (done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles;
}

/** The index of the core part that a file belongs to; -1 for none. */
function partOf(path: string): number {
  return (CORE as readonly string[]).indexOf(path.split('/')[2] ?? '');
}

function layerOf(folder: string): number {
  return LAYERS.findIndex((row) => row.includes(folder));
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Static and dynamic imports and re-exports. Comments and strings that look like one are rare enough to ignore. */
function importsOf(source: string): readonly string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...source.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function listTypeScript(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function toPosix(path: string): string {
  return path.replaceAll('\\', '/');
}

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';

/** The stages in the order the data flows: one may import only those before it. */
const STAGES = [
  'chain',
  'pools',
  'ledger',
  'lenses',
  'shares',
  'geography',
  'farms',
  'risk',
  'rules',
  'warnings',
  'messages',
  'charts',
  'channels',
  'chat',
];

/** Stages that touch the world through their adapters; all others are pure. */
const WITH_ADAPTERS = new Set(['chain', 'charts', 'channels']);

/** The test peers with all that they are made of. */
const PEER_FILE = /^test\/support\/([^/]*-peer\.ts$|[^/]*-peer\/|peer\/|specs\/|chain-builder\.ts$)/;

/** Stages with an adapter of an AWS service. */
const WITH_AWS = new Set(['channels']);

/** Modules of Node that only compute. */
const COMPUTING = new Set(['node:crypto']);

/** What any file of lib may import. */
const COMMON = new Set(['lib/errors.ts', 'lib/schema.ts']);

/** The file that reads clock, chance and network. */
const WORLD = 'world.ts';

/** One forbidden import: file, what it imports, and the rule it breaks. */
export type Violation = { readonly file: string; readonly imports: string; readonly rule: string };

/** Finds every import below `root` that goes against the direction of the house (CONTRIBUTING.md). */
export function findViolations(root: string): readonly Violation[] {
  const files = ['lib', 'functions', 'infra', 'data', 'test'].flatMap((folder) =>
    listTypeScript(join(root, folder)),
  );
  return files.flatMap((path) => {
    const file = toPosix(relative(root, path));
    return importsOf(readFileSync(path, 'utf8')).flatMap((specifier) => {
      const imports = specifier.startsWith('.')
        ? toPosix(relative(root, resolve(dirname(path), specifier)))
        : specifier;
      const rule = brokenRule(file, imports);
      return rule === undefined ? [] : [{ file, imports, rule }];
    });
  });
}

/** How many files the check reads below `root`: a check that reads none passes for nothing. */
export function countFiles(root: string): number {
  return listTypeScript(join(root, 'lib')).length;
}

function brokenRule(file: string, imports: string): string | undefined {
  if (imports.startsWith('functions/') && !file.startsWith('functions/')) return 'nothing imports functions';
  if (PEER_FILE.test(file) && imports.startsWith('lib/')) {
    return 'test peers import nothing from lib';
  }
  const isConfig = imports.startsWith('lib/config/') || COMMON.has(imports);
  if (file.startsWith('infra/') && imports.startsWith('lib/') && !isConfig) {
    return 'infra imports only lib/config';
  }
  if (!file.startsWith('lib/')) return undefined;
  if (COMMON.has(file) && imports.startsWith('lib/') && !COMMON.has(imports))
    return 'common files import no stage';
  if (COMMON.has(imports)) return undefined;
  const from = folderOf(file);
  const to = folderOf(imports);
  if (to === 'cli' && from !== 'cli') return 'only cli imports cli';
  if (to === 'lambda' && from !== 'lambda') return 'only functions import what Lambdas share';
  if (to === WORLD && from !== 'cli' && from !== 'lambda') return 'time and chance come in as values';
  if (STAGES.includes(from)) return brokenStageRule(from, imports, to);
  if (from === 'store' && to === 'app') return 'store does not import app';
  if (from === 'config' && to !== 'config' && to !== 'rules' && imports.startsWith('lib/'))
    return 'config imports only rules';
  if (from === 'app' && (to === 'store' || to === 'config'))
    return 'app knows storage and settings only through ports and values';
  return undefined;
}

function brokenStageRule(from: string, imports: string, to: string): string | undefined {
  if (imports.startsWith('lib/')) {
    if (!STAGES.includes(to)) return `a stage does not import ${to}`;
    if (STAGES.indexOf(to) > STAGES.indexOf(from)) return 'a stage imports only stages before it';
    return undefined;
  }
  if (imports.startsWith('@aws-sdk/') && !WITH_AWS.has(from))
    return 'only store and channels import the AWS SDK';
  if (imports.startsWith('node:') && !WITH_ADAPTERS.has(from) && !COMPUTING.has(imports))
    return 'pure stages do no I/O';
  return undefined;
}

function folderOf(path: string): string {
  return path.split(posix.sep)[1] ?? '';
}

/** Static and dynamic imports and re-exports; comments and strings that merely look like one are rare enough. */
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

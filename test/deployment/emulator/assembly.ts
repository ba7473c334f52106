import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** A resource of a synthesised template. */
export type TemplateResource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
};

/** The output of `npm run synth`: the template, and a folder with the bundle of each function. */
export type Assembly = {
  readonly folder: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
};

/** Synthesises the stack as `npm run synth` does, with only these settings. */
export function synthesiseAssembly(settings: Readonly<Record<string, string>>): Assembly {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-assembly-'));
  execFileSync(join(ROOT, 'node_modules/.bin/cdk'), ['synth', '--quiet', '--output', folder], {
    cwd: ROOT,
    env: {
      PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
      HOME: folder,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 180_000,
  });
  const stage = settings.HASHTILT_STAGE ?? 'prod';
  const { Resources } = JSON.parse(readFileSync(join(folder, `hashtilt-${stage}.template.json`), 'utf8')) as {
    readonly Resources: Assembly['resources'];
  };
  return { folder, resources: Resources };
}

/** The same assembly with some texts replaced throughout the template. */
export function replacing(
  { folder, resources }: Assembly,
  texts: Readonly<Record<string, string>>,
): Assembly {
  const changed = Object.entries(texts).reduce(
    (json, [text, other]) => json.replaceAll(text, other),
    JSON.stringify(resources),
  );
  return { folder, resources: JSON.parse(changed) as Assembly['resources'] };
}

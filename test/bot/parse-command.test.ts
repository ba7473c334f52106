import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../lib/bot/commands.ts';
import { parseCommand } from '../../lib/bot/parse-command.ts';
import type { Input } from '../../lib/bot/request.ts';

const parse = (input: Input) => parseCommand(input, COMMANDS);
const parseText = (text: string) => parse({ kind: 'text', text });

describe('an input', () => {
  it.each([
    ['/pool ant', 'pool', 'ant'],
    ['/POOL   ant  pool ', 'pool', 'ant pool'],
    ['/pool@hashtilt_bot ant', 'pool', 'ant'],
    ['pool ant', 'pool', 'ant'],
    ['／ｐｏｏｌ ant', 'pool', 'ant'],
    ['/ pool\nant', 'pool', 'ant'],
    ['/today', 'today', ''],
  ])('"%s" is a command with arguments', (text, name, rest) => {
    expect(parseText(text)).toMatchObject({ kind: 'command', command: { name }, rest, isInPlace: false });
  });

  it('is words if it does not start with a command', () => {
    expect(parseText('foundry usa')).toMatchObject({ kind: 'words', words: 'foundry usa' });
  });

  it.each([
    ['/pol ant', ['pool']],
    ['/histroy', ['history']],
    ['/count', ['countries', 'country']],
    ['/xyzzy', []],
  ])('"%s" is an unknown command with similar ones', (text, near) => {
    const parsed = parseText(text);
    expect(parsed.kind === 'unknown-command' && parsed.near.map(({ name }) => name)).toEqual(near);
  });

  it.each(['', ' ', '/', '@', '\u202e\u0000'])('is empty if blank ("%s")', (text) => {
    expect(parseText(text)).toEqual({ kind: 'nothing', isInPlace: false });
  });

  it('is a command if a button was pressed; a leading dot replaces the message', () => {
    expect(parse({ kind: 'press', payload: '.pool antpool' })).toMatchObject({
      kind: 'command',
      rest: 'antpool',
      isInPlace: true,
    });
    expect(parse({ kind: 'press', payload: 'mute 1d' })).toMatchObject({ rest: '1d', isInPlace: false });
  });

  it('with separate options is put together in their order', () => {
    const options = { part: '30%', who: 'china', __proto__: 'x', other: 'y' };
    expect(parse({ kind: 'options', command: 'whatif', options })).toMatchObject({
      kind: 'command',
      command: { name: 'whatif' },
      rest: '30% china',
    });
  });

  it('is read only up to a limit', () => {
    const parsed = parseText(`/pool ${'x'.repeat(100_000)}`);
    expect(parsed.kind === 'command' && parsed.rest.length).toBe(194);
  });
});

import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../lib/bot/commands.ts';
import { parseCommand } from '../../lib/bot/parse-command.ts';

describe('the commands', () => {
  it('have unique names', () => {
    expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
  });

  it.each(COMMANDS)('/$name fits the menus of both services', ({ name, description, options, example }) => {
    expect(name).toMatch(/^[a-z]{1,32}$/);
    expect(description.length).toBeLessThanOrEqual(100);
    expect(options.length).toBeLessThanOrEqual(25);
    for (const option of options) {
      expect(option.name).toMatch(/^[a-z]{1,32}$/);
      expect(option.description.length).toBeLessThanOrEqual(100);
    }
    expect(parseCommand({ kind: 'text', text: example }, COMMANDS)).toMatchObject({ command: { name } });
  });

  it('list required options before optional ones, as Discord requires', () => {
    for (const { options } of COMMANDS) {
      const required = options.map(({ isRequired }) => isRequired);
      expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
    }
  });

  it('that change a chat are for its admins only', () => {
    const admins = COMMANDS.filter(({ permission }) => permission === 'chat-admins').map(({ name }) => name);
    expect(admins).toEqual(['start', 'watch', 'unwatch', 'mute', 'unmute', 'settings', 'stop', 'forget']);
  });
});

import { methodAnswer, statusAnswer } from '../english/about.ts';
import { COMMANDS } from '../english/commands.ts';
import { farmsAnswer } from '../english/farms.ts';
import { commandHelpAnswer, helpAnswer } from '../english/help.ts';
import { unknownCommandAnswer } from '../english/refusals.ts';
import { lastWarningAnswer, warningsAnswer } from '../english/warnings.ts';
import { parseCommand } from '../parse-command.ts';
import { fromFigures, type Run } from './asked.ts';

export const warnings: Run = fromFigures((told, { rest }) =>
  /^(last|latest|newest)$/i.test(rest) ? lastWarningAnswer(told) : warningsAnswer(told),
);

export const farms: Run = fromFigures(farmsAnswer);

export const status: Run = fromFigures(statusAnswer);

export const method: Run = async () => methodAnswer();

export const help: Run = async ({ rest }) => {
  if (rest === '') return helpAnswer();
  const parsed = parseCommand({ kind: 'text', text: `/${rest.replace(/^\//, '')}` }, COMMANDS);
  switch (parsed.kind) {
    case 'command':
      return commandHelpAnswer(parsed.command);
    case 'unknown-command':
      return unknownCommandAnswer(parsed.word, parsed.near, '');
    case 'words':
    case 'nothing':
      return helpAnswer();
  }
};

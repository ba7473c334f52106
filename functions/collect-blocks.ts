import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { PUBLISHER } from '../lib/config/functions.ts';
import { blockCollector } from '../lib/lambda/collecting.ts';
import { scheduled } from '../lib/lambda/operations.ts';

export const handler = scheduled(
  blockCollector(parseFunctionEnvironment(process.env, ['fan-out', PUBLISHER])),
);

import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { PUBLISHER } from '../lib/config/functions.ts';
import { dayCloser } from '../lib/lambda/closing.ts';
import { scheduled } from '../lib/lambda/operations.ts';

export const handler = scheduled(dayCloser(parseFunctionEnvironment(process.env, ['fan-out', PUBLISHER])));

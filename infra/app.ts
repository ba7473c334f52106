import { existsSync } from 'node:fs';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseDeployment } from '../lib/config/deployment.ts';
import { FUNCTIONS } from '../lib/config/functions.ts';
import { stackName } from '../lib/config/stack.ts';
import { faultsOf } from '../lib/errors.ts';
import { HashtiltStack } from './hashtilt-stack.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
const faults = faultsOf(() => parseDeployment(process.env));
if (faults.length > 0) {
  for (const { where, what } of faults) console.error(`${where}: ${what}`);
  process.exit(1);
}
const deployment = parseDeployment(process.env);
const app = new App();
new HashtiltStack(app, stackName(deployment.stage), { deployment, functions: FUNCTIONS });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();

import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { HashtiltStack } from '../../infra/hashtilt-stack.ts';
import { parseDeployment } from '../../lib/config/deployment.ts';
import { FUNCTIONS, type FunctionPlan } from '../../lib/config/functions.ts';
import { memo } from '../../lib/memo.ts';

/** A resource as a template has it. */
export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

export type Synthesised = {
  readonly template: Template;
  readonly all: (type: string) => readonly Resource[];
};

/** The template of a deployment, without bundles. Of the functions that there are, it is made once for each environment. */
export function synthesise(
  environment: Readonly<Record<string, string>> = {},
  functions: readonly FunctionPlan[] = FUNCTIONS,
): Synthesised {
  return functions === FUNCTIONS
    ? synthesiseOnce(JSON.stringify(environment))
    : synthesiseAnew(environment, functions);
}

const synthesiseOnce = memo((environment: string) => synthesiseAnew(JSON.parse(environment), FUNCTIONS));

function synthesiseAnew(
  environment: Readonly<Record<string, string>>,
  functions: readonly FunctionPlan[],
): Synthesised {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const deployment = parseDeployment(environment);
  const stack = new HashtiltStack(app, `hashtilt-${deployment.stage}`, { deployment, functions });
  return synthesiseStack(app, stack);
}

/** The template of any stack. @throws where a check of AWS solutions fails and nobody has given a reason. */
export function synthesiseStack(app: App, stack: Stack): Synthesised {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const template = Template.fromStack(stack);
  return {
    template,
    all: (type) => Object.values(template.findResources(type)) as unknown as readonly Resource[],
  };
}

/** A function of the list with another trigger, for kinds that no function of the list has. */
export function planned(name: string, changes: Partial<FunctionPlan>): FunctionPlan {
  return { ...FUNCTIONS.find((plan) => plan.name === name)!, ...changes };
}

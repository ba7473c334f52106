import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { HashtiltStack } from '../../infra/hashtilt-stack.ts';
import { parseDeployment } from '../../lib/config/deployment.ts';
import { FUNCTIONS, type FunctionPlan } from '../../lib/config/functions.ts';
import { memo } from '../../lib/memo.ts';

/** A resource in a template. */
export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

export type Synthesised = {
  readonly template: Template;
  readonly all: (type: string) => readonly Resource[];
};

/** Synthesises a deployment without bundles. With the real functions, once per environment. */
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

/** Synthesises any stack. @throws if an AWS Solutions rule fails that is not acknowledged. */
export function synthesiseStack(app: App, stack: Stack): Synthesised {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const template = Template.fromStack(stack);
  return {
    template,
    all: (type) => Object.values(template.findResources(type)) as unknown as readonly Resource[],
  };
}

/** A listed function with another trigger, for kinds of trigger that no listed function has. */
export function planned(name: string, changes: Partial<FunctionPlan>): FunctionPlan {
  return { ...FUNCTIONS.find((plan) => plan.name === name)!, ...changes };
}

import { type Deployed, idOfRole, type Template } from './template.ts';

/** A function as the template describes it, with the folder of its bundle. */
export type FunctionSetup = {
  readonly name: string;
  readonly arn: string;
  readonly folder: string;
  readonly handler: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly logGroup: string;
  /** The logical id of its role. */
  readonly role: string;
};

type FunctionProperties = {
  readonly FunctionName: string;
  readonly Handler: string;
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly Role: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  readonly LoggingConfig: { readonly LogGroup: string };
};

/** Every function of a template. */
export function setupsOf(template: Template): readonly FunctionSetup[] {
  return template.ofType<FunctionProperties>('AWS::Lambda::Function').map(setupOf);
}

function setupOf({ arn, properties, asset }: Deployed<FunctionProperties>): FunctionSetup {
  return {
    name: properties.FunctionName,
    arn,
    folder: asset!,
    handler: properties.Handler,
    memoryMiB: properties.MemorySize,
    timeoutSeconds: properties.Timeout,
    variables: properties.Environment.Variables,
    logGroup: properties.LoggingConfig.LogGroup,
    role: idOfRole(properties.Role),
  };
}

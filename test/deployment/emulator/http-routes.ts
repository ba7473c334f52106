import { ACCOUNT, REGION, type Template } from './template.ts';

/** A route, and the function it invokes. */
export type HttpRoute = {
  /** Method and path, as `POST /telegram`. */
  readonly routeKey: string;
  readonly stage: string;
  readonly functionArn: string;
  /** Whether the function permits this API to invoke it for this route. */
  readonly isPermitted: boolean;
  /** How long API Gateway waits for an answer. */
  readonly timeoutMs: number;
  /** Throttling, in requests a second and requests at once; undefined if none is set. */
  readonly limit: { readonly rate: number; readonly burst: number } | undefined;
};

/** The routes of the one HTTP API in a template. */
export type HttpRoutes = { readonly find: (method: string, path: string) => HttpRoute | undefined };

type Throttling = { readonly ThrottlingRateLimit: number; readonly ThrottlingBurstLimit: number };
type StageProperties = {
  readonly StageName: string;
  readonly RouteSettings?: Readonly<Record<string, Throttling>>;
};
type RouteProperties = { readonly RouteKey: string; readonly Target: string };
type IntegrationProperties = {
  readonly IntegrationUri: string;
  readonly PayloadFormatVersion: string;
  readonly TimeoutInMillis?: number;
};
type PermissionProperties = {
  readonly Action: string;
  readonly FunctionName: string;
  readonly Principal: string;
  readonly SourceArn: string;
};

/** How long an HTTP API waits for a function, at most and by default. */
const TIMEOUT_MS = 30_000;

/** Returns the routes of a template's API; undefined if it has none. */
export function routesOf(template: Template): HttpRoutes | undefined {
  const [api] = template.ofType('AWS::ApiGatewayV2::Api');
  const [stage] = template.ofType<StageProperties>('AWS::ApiGatewayV2::Stage');
  if (api === undefined || stage === undefined) return undefined;
  const { StageName, RouteSettings = {} } = stage.properties;
  const integrations = template.ofType<IntegrationProperties>('AWS::ApiGatewayV2::Integration');
  const permissions = template.ofType<PermissionProperties>('AWS::Lambda::Permission');
  const routes = template.ofType<RouteProperties>('AWS::ApiGatewayV2::Route').map(({ properties }) => {
    const { RouteKey, Target } = properties;
    const { properties: integration } = integrations.find(({ id }) => Target === `integrations/${id}`)!;
    if (integration.PayloadFormatVersion !== '2.0') throw new Error('the emulator knows format 2.0 only');
    const functionArn = integration.IntegrationUri;
    const throttling = RouteSettings[RouteKey];
    const source = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${api.id}/${StageName}/${RouteKey.replace(' ', '')}`;
    return {
      routeKey: RouteKey,
      stage: StageName,
      functionArn,
      isPermitted: permissions.some(
        ({ properties: { Action, FunctionName, Principal, SourceArn } }) =>
          Action === 'lambda:InvokeFunction' &&
          FunctionName === functionArn &&
          Principal === 'apigateway.amazonaws.com' &&
          isLike(source, SourceArn),
      ),
      timeoutMs: integration.TimeoutInMillis ?? TIMEOUT_MS,
      limit: throttling && { rate: throttling.ThrottlingRateLimit, burst: throttling.ThrottlingBurstLimit },
    };
  });
  const unknown = Object.keys(RouteSettings).find((key) => !routes.some(({ routeKey }) => routeKey === key));
  if (unknown !== undefined) throw new Error(`Unable to find Route by key ${unknown}`);
  return {
    find: (method, path) => routes.find(({ routeKey }) => routeKey === `${method} ${path}`),
  };
}

/** Whether an ARN matches a pattern with `*`, as in an `ArnLike` condition. */
function isLike(arn: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(arn);
}

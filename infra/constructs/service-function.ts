import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type ICommandHooks, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CHART_RENDERER, type FunctionPlan, RASTERIZER } from '../../lib/config/functions.ts';
import { KILLED_RUNS, logMetricNamespace, METRIC_NAMESPACE } from '../../lib/config/metrics.ts';

const ROOT = join(import.meta.dirname, '../..');

const TARGET = 'node24';
const MAIN_FIELDS = ['module', 'main'];

/** Defines `require`, which an ES module lacks and bundled CommonJS packages call for Node's own modules. */
const REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

const CREDENTIALS = join(ROOT, 'lib/lambda/environment-credentials.ts');

/**
 * Matches Lambda's report of a run that it killed (Telemetry API, `platform.report`): it timed out, or its process died,
 * mostly for lack of memory. A handler that throws has another error type.
 */
const WAS_KILLED =
  '{ $.type = "platform.report" && ($.record.status = "timeout" || $.record.errorType = "Runtime.*") }';

const PACKAGES = join(ROOT, 'node_modules');

/** The package's build for platforms with `fetch`, such as Node: the default one bundles an HTTP client of 409 KiB. */
const DISCORD_REST = join(PACKAGES, '@discordjs/rest/dist/web.mjs');

/** Puts the chart renderer and rasterizer next to the bundle, not into it: most runs draw nothing and start faster. */
const withRenderer: ICommandHooks = {
  beforeInstall: () => [],
  beforeBundling: () => [],
  afterBundling: (_from, to) => [
    [
      `"${join(PACKAGES, '.bin/esbuild')}" "${join(ROOT, 'lib/messages/charts/resvg.ts')}"`,
      `--bundle --minify --sourcemap --sources-content=false --platform=node --target=${TARGET} --format=esm`,
      `--main-fields=${MAIN_FIELDS} --banner:js="${REQUIRE}" --log-level=error --outfile="${join(to, CHART_RENDERER)}"`,
    ].join(' '),
    `cp "${join(PACKAGES, '@resvg/resvg-wasm/index_bg.wasm')}" "${join(to, RASTERIZER)}"`,
  ],
};

export type ServiceFunctionProps = {
  readonly plan: FunctionPlan;
  readonly service: string;
  readonly logDays: number;
  readonly environment: Readonly<Record<string, string>>;
};

/** A Lambda with its own role and log group. By itself it may only write its log. */
export class ServiceFunction extends Construct {
  readonly lambda: NodejsFunction;
  readonly plan: FunctionPlan;

  constructor(scope: Construct, id: string, { plan, service, logDays, environment }: ServiceFunctionProps) {
    super(scope, id);
    this.plan = plan;
    const functionName = `${service}-${plan.name}`;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new MetricFilter(this, 'Killed', {
      logGroup,
      filterPattern: FilterPattern.literal(WAS_KILLED),
      metricNamespace: logMetricNamespace(service),
      metricName: KILLED_RUNS,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { log: writesTo(logGroup) },
    });
    this.lambda = new NodejsFunction(this, 'Function', {
      functionName,
      entry: join(ROOT, 'functions', `${plan.name}.ts`),
      depsLockFilePath: join(ROOT, 'package-lock.json'),
      projectRoot: ROOT,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: plan.memoryMiB,
      timeout: Duration.seconds(plan.timeoutSeconds),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Lambda's loop detection would stop a shard after 16 pages, and a batch that has been queued again 16 times.
      ...(plan.sendsTo.includes(plan.name) && { recursiveLoop: RecursiveLoop.ALLOW }),
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: service,
        POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
        NODE_OPTIONS: '--enable-source-maps',
      },
      bundling: {
        format: OutputFormat.ESM,
        target: TARGET,
        mainFields: MAIN_FIELDS,
        banner: REQUIRE,
        minify: true,
        sourceMap: true,
        sourcesContent: false,
        // Bundles the tested SDK, which loads faster than the runtime's, but without event streams: no operation of
        // ours uses them. The S3 client loads them eagerly and needs them.
        externalModules: plan.site.length > 0 ? [] : ['@smithy/core/event-streams'],
        esbuildArgs: {
          '--alias:@aws-sdk/credential-provider-node': CREDENTIALS,
          '--alias:@discordjs/rest': DISCORD_REST,
        },
        ...(plan.draws === true && { commandHooks: withRenderer }),
      },
    });
  }
}

function writesTo(logGroup: LogGroup): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    ],
  });
}

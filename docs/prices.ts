/** A list price in us-east-1, before any free tier, and its source. */
export type Price = {
  readonly usd: number;
  readonly unit: string;
  readonly source: string;
  readonly readOn: string;
};

export const PRICES = {
  lambdaSecond: {
    usd: 0.0000133334,
    unit: 'GB-second of Lambda on arm64',
    source: 'https://cloudchipr.com/blog/aws-lambda-pricing',
    readOn: '2026-11-25',
  },
  lambdaRun: {
    usd: 0.2e-6,
    unit: 'run',
    source:
      'https://git.mcrn.ar/mariano/lambda_local_runner/src/commit/957e45b8adae23ce50b966346229585b5df18b4d/docs/lambdas-md/lambda-13-cost.md',
    readOn: '2026-11-25',
  },
  api: {
    usd: 1e-6,
    unit: 'request to an HTTP API',
    source:
      'https://docs.aws.amazon.com/pt_br/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html',
    readOn: '2026-11-26',
  },
  queue: {
    usd: 0.4e-6,
    unit: 'request to a queue',
    source: 'https://cloudburn.io/blog/amazon-sqs-pricing',
    readOn: '2026-11-26',
  },
  read: {
    usd: 0.125e-6,
    unit: 'DynamoDB read unit',
    source: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
    readOn: '2026-11-25',
  },
  write: {
    usd: 0.625e-6,
    unit: 'DynamoDB write unit',
    source: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
    readOn: '2026-11-25',
  },
  stored: {
    usd: 0.25,
    unit: 'GB-month in DynamoDB',
    source: 'https://aws.amazon.com/dynamodb/pricing/',
    readOn: '2026-11-25',
  },
  put: {
    usd: 5e-6,
    unit: 'request to S3 that writes or lists',
    source: 'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples',
    readOn: '2026-11-29',
  },
  get: {
    usd: 0.4e-6,
    unit: 'request to S3 that reads',
    source: 'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples',
    readOn: '2026-11-29',
  },
  object: {
    usd: 0.023,
    unit: 'GB-month in S3',
    source: 'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples',
    readOn: '2026-11-29',
  },
  schedule: {
    usd: 1e-6,
    unit: 'invocation by EventBridge Scheduler',
    source: 'https://cloudburn.io/blog/amazon-eventbridge-pricing',
    readOn: '2026-11-25',
  },
  logs: {
    usd: 0.5,
    unit: 'GB of logs ingested',
    source: 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
    readOn: '2026-11-25',
  },
  out: {
    usd: 0.09,
    unit: 'GB sent to the internet',
    source: 'https://awsforengineers.com/blog/aws-api-gateway-pricing-explained',
    readOn: '2026-11-26',
  },
  viewed: {
    usd: 0.085,
    unit: 'GB sent by CloudFront, to North America and Europe',
    source: 'http://aws.amazon.com/cloudfront/pricing',
    readOn: '2026-11-29',
  },
  view: {
    usd: 1e-6,
    unit: 'request to CloudFront over TLS',
    source:
      'https://kindatechnical.com/aws-certification-associate-developer/lesson-87-cloudfront-pricing.html',
    readOn: '2026-11-29',
  },
  alarm: {
    usd: 0.1,
    unit: 'alarm a month',
    source: 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm',
    readOn: '2026-11-25',
  },
  dashboard: {
    usd: 3,
    unit: 'dashboard a month',
    source: 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
    readOn: '2026-11-25',
  },
} as const satisfies Readonly<Record<string, Price>>;

/** Renders a price without an exponent. */
export function usd(price: number): string {
  return price < 0.01 ? price.toFixed(10).replace(/0+$/, '') : String(price);
}

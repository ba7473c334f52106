import { Validations } from 'aws-cdk-lib';
import { type CfnRoute, type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { WEBHOOK_LIMIT } from '../../lib/config/functions.ts';
import type { ServiceFunction } from './service-function.ts';

/** With CloudFormation's property names: CDK does not convert the keys of this map. */
type RouteLimit = { readonly ThrottlingRateLimit: number; readonly ThrottlingBurstLimit: number };

export class Webhooks extends Construct {
  readonly api: HttpApi;
  private readonly stage: CfnStage;
  private readonly limits: Record<string, RouteLimit> = {};

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: name });
    this.stage = this.api.defaultStage?.node.defaultChild as CfnStage;
    this.stage.routeSettings = this.limits;
    Validations.of(this).acknowledge(
      {
        id: 'AwsSolutions-APIG1',
        reason: 'Each function logs its requests; an access log would double the cost of a request.',
      },
      {
        id: 'AwsSolutions-APIG4',
        reason:
          "The services cannot sign with IAM: the functions check Telegram's secret header and Discord's signature.",
      },
    );
  }

  /**
   * Routes a service's calls to a function. Each route has its own rate limit, so that a flood on one does not starve the
   * other.
   */
  route(path: string, target: ServiceFunction): void {
    const [route] = this.api.addRoutes({
      path,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration(target.plan.name, target.lambda),
    });
    this.limits[`${HttpMethod.POST} ${path}`] = {
      ThrottlingRateLimit: WEBHOOK_LIMIT.perSecond,
      ThrottlingBurstLimit: WEBHOOK_LIMIT.burst,
    };
    // API Gateway refuses a limit for a route that does not exist yet.
    this.stage.addResourceDependency(route!.node.defaultChild as CfnRoute);
  }
}

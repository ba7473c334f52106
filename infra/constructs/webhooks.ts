import { Validations } from 'aws-cdk-lib';
import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** Far above what the services send one bot; a flood stops here, before it costs anything. */
const REQUESTS_A_SECOND = 50;
const BURST = 100;

/** The one HTTP API: where Telegram and Discord call. */
export class Webhooks extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: name });
    const stage = this.api.defaultStage?.node.defaultChild as CfnStage;
    stage.defaultRouteSettings = {
      throttlingRateLimit: REQUESTS_A_SECOND,
      throttlingBurstLimit: BURST,
    };
    Validations.of(this).acknowledge(
      {
        id: 'AwsSolutions-APIG1',
        reason: 'Each function logs what it was asked; an access log would double the cost of a request.',
      },
      {
        id: 'AwsSolutions-APIG4',
        reason:
          "The services cannot sign for IAM: the functions check Telegram's secret header and Discord's signature.",
      },
    );
  }

  /** Lets a service call a function. */
  route(path: string, target: ServiceFunction): void {
    this.api.addRoutes({
      path,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration(target.plan.name, target.lambda),
    });
  }
}

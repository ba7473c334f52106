import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table as DynamoTable } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { TableAction } from '../../lib/config/functions.ts';

/** The only table. It outlives its stack: `teardown` says how to delete it, and a new stack imports it again. */
export class Table extends Construct {
  readonly name: string;
  private readonly table: DynamoTable;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.table = new DynamoTable(this, 'Table', {
      // A fixed name lets a later stack find it.
      tableName: name,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expires',
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.name = this.table.tableName;
  }

  /** Allows only these operations. */
  grant(to: IGrantable, actions: readonly TableAction[]): void {
    this.table.grant(to, ...actions.map((action) => `dynamodb:${action}`));
  }
}

import { Duration, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
  type ResponseHeadersPolicyProps,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SiteAction } from '../../lib/config/functions.ts';
import { PAGE_POLICIES } from '../../lib/config/page.ts';
import type { ServiceFunction } from './service-function.ts';

export type PublicPageProps = {
  /** The prefix of the names of the distribution's policies. */
  readonly name: string;
  /** The operator's own host and its certificate; null for CloudFront's host. */
  readonly domain: { readonly host: string; readonly certificate: string } | null;
};

const HSTS_MAX_AGE = Duration.days(365);

/** A private bucket behind CloudFront. It outlives its stack: nothing else holds the old revisions of days. */
export class PublicPage extends Construct {
  readonly bucket: Bucket;
  /** The page's address, with a trailing slash. */
  readonly address: string;
  readonly host: string;

  constructor(scope: Construct, id: string, { name, domain }: PublicPageProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const shared: BehaviorOptions = {
      origin: S3BucketOrigin.withOriginAccessControl(this.bucket as IBucket, {
        // Without the right to list, S3 answers 403 for a missing object instead of 404.
        originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // Honours each object's own `Cache-Control`.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: `${name}: the public page`,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        ...shared,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        responseHeadersPolicy: this.headers('PageHeaders', `${name}-pages`, PAGES),
      },
      additionalBehaviors: {
        'v1/*': {
          ...shared,
          allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
          responseHeadersPolicy: this.headers('DataHeaders', `${name}-data`, DATA),
        },
      },
      errorResponses: [
        {
          httpStatus: 404,
          responsePagePath: '/404.html',
          responseHttpStatus: 404,
          // The next publication may bring the object any moment.
          ttl: Duration.seconds(10),
        },
      ],
      httpVersion: HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      // Edge locations in North America and Europe, the cheapest class; other visitors are served from there.
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(domain !== null && {
        domainNames: [domain.host],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificate),
      }),
    });
    this.host = distribution.domainName;
    this.address = Fn.join('', ['https://', domain?.host ?? this.host, '/']);
    Validations.of(this).acknowledge(
      ...REASONS.map(([rule, reason]) => ({ id: `AwsSolutions-${rule}`, reason })),
    );
  }

  /** Allows only these operations. */
  grant(to: ServiceFunction, actions: readonly SiteAction[]): void {
    if (actions.length === 0) return;
    const [onBucket, onObjects] = [true, false].map((isBucket) =>
      actions.filter((action) => (action === 'ListBucket') === isBucket).map((action) => `s3:${action}`),
    );
    Validations.of(to).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket)}.Arn>/*]`,
      reason: 'The objects of the one bucket that it writes; there is nothing else in it.',
    });
    const allow = (named: readonly string[], resource: string) =>
      to.lambda.addToRolePolicy(new PolicyStatement({ actions: [...named], resources: [resource] }));
    allow(onObjects!, this.bucket.arnForObjects('*'));
    allow(onBucket!, this.bucket.bucketArn);
  }

  private headers(
    id: string,
    responseHeadersPolicyName: string,
    { own, ...policy }: Headers,
  ): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName,
      ...policy,
      customHeadersBehavior: {
        customHeaders: Object.entries(own).map(
          ([header, value]): ResponseCustomHeader => ({ header, value, override: true }),
        ),
      },
    });
  }
}

type Headers = Omit<ResponseHeadersPolicyProps, 'responseHeadersPolicyName' | 'customHeadersBehavior'> & {
  readonly own: Readonly<Record<string, string>>;
};

function secured(contentSecurityPolicy: string) {
  return {
    contentSecurityPolicy: { contentSecurityPolicy, override: true },
    strictTransportSecurity: { accessControlMaxAge: HSTS_MAX_AGE, includeSubdomains: false, override: true },
    contentTypeOptions: { override: true },
    referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
  };
}

const PAGES: Headers = {
  securityHeadersBehavior: {
    ...secured(PAGE_POLICIES.pages),
    frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
  },
  own: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Resource-Policy': 'same-origin' },
};

/** Other pages may load data and charts. */
const DATA: Headers = {
  securityHeadersBehavior: secured(PAGE_POLICIES.data),
  corsBehavior: {
    accessControlAllowOrigins: ['*'],
    accessControlAllowMethods: ['GET', 'HEAD'],
    accessControlAllowHeaders: ['*'],
    accessControlAllowCredentials: false,
    accessControlMaxAge: Duration.days(1),
    originOverride: true,
  },
  own: { 'Cross-Origin-Resource-Policy': 'cross-origin' },
};

/** Why these rules of AWS Solutions do not apply here. */
const REASONS = [
  ['S1', 'Only CloudFront reads the bucket, and readers of the page are not logged, for their privacy.'],
  ['CFR1', 'The page is public everywhere.'],
  ['CFR2', 'It serves only static files; a firewall would cost more than everything else together.'],
  ['CFR3', 'Readers of the page are not logged, for their privacy.'],
  [
    'CFR4',
    'With CloudFront’s default certificate the minimum TLS version cannot be set; with a custom domain it is 1.2.',
  ],
] as const;

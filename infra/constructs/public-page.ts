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
  /** The name that policies of the distribution begin with. */
  readonly name: string;
  /** A host of the operator's own, and the certificate for it; null for CloudFront's. */
  readonly domain: { readonly host: string; readonly certificate: string } | null;
};

/** A browser that has seen the page over TLS asks for nothing else for so long. */
const TLS_ONLY = Duration.days(365);

/** A private bucket that only CloudFront reads. It outlives its stack: old revisions of days are nowhere else. */
export class PublicPage extends Construct {
  readonly bucket: Bucket;
  /** Where it is, with a slash at the end. */
  readonly address: string;
  /** The host that CloudFront gives it. */
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
        // Whoever may not list is told that what is not there is forbidden.
        originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // For as long as each object says.
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
          // What is not there may come any moment.
          ttl: Duration.seconds(10),
        },
      ],
      httpVersion: HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      // North America and Europe: the cheapest, and everybody else is served from there.
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

  /** Allows these operations and no others. */
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
    strictTransportSecurity: { accessControlMaxAge: TLS_ONLY, includeSubdomains: false, override: true },
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

/** Data and charts are there for other pages, too. */
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

/** Why the checks of AWS solutions are right in general, and not here. */
const REASONS = [
  ['S1', 'Only CloudFront reads it; who reads the page is nobody’s business.'],
  ['CFR1', 'The page is for everybody.'],
  ['CFR2', 'There are only static files to read; a firewall would cost more than all the rest.'],
  ['CFR3', 'Who reads the page is nobody’s business.'],
  [
    'CFR4',
    'CloudFront’s own certificate takes no other setting; with a domain of one’s own TLS 1.2 is the least.',
  ],
] as const;

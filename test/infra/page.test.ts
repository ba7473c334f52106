import { describe, expect, it } from 'vitest';
import { PAGE_POLICIES } from '../../lib/config/page.ts';
import { SERVED_POLICY } from '../../lib/site/page.ts';
import { synthesise } from './synthesise.ts';

const DOMAIN = {
  HASHTILT_SITE_URL: 'https://tilt.example.org/',
  HASHTILT_SITE_CERTIFICATE:
    'arn:aws:acm:us-east-1:123456789012:certificate/1b2c3d4e-5f60-4789-a012-3456789abcde',
};

type Behavior = { readonly PathPattern?: string; readonly ResponseHeadersPolicyId: { readonly Ref: string } };

describe('the public page on AWS', () => {
  const { all, template } = synthesise();
  const config = all('AWS::CloudFront::Distribution')[0]!.Properties.DistributionConfig as {
    readonly DefaultCacheBehavior: Behavior;
    readonly CacheBehaviors: readonly Behavior[];
  };
  const policies = template.findResources('AWS::CloudFront::ResponseHeadersPolicy');
  const headersOf = ({ ResponseHeadersPolicyId }: Behavior) =>
    policies[ResponseHeadersPolicyId.Ref]!.Properties.ResponseHeadersPolicyConfig;

  it('is in a bucket that is private, encrypted and retained, and accepts only TLS', () => {
    expect(all('AWS::S3::Bucket')).toMatchObject([
      {
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: {
          BucketEncryption: {},
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        },
      },
    ]);
    const { Statement } = all('AWS::S3::BucketPolicy')[0]!.Properties.PolicyDocument as {
      readonly Statement: readonly Record<string, unknown>[];
    };
    expect(Statement.filter(({ Effect }) => Effect === 'Deny').map(({ Condition }) => Condition)).toEqual([
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ]);
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.map(({ Action }) => Action)).toEqual([['s3:GetObject', 's3:ListBucket']]);
    for (const { Principal, Condition } of allowed) {
      expect(Principal).toEqual({ Service: 'cloudfront.amazonaws.com' });
      expect(JSON.stringify(Condition)).toContain('AWS:SourceArn');
    }
  });

  it('is read only through CloudFront, signed, and only over TLS', () => {
    expect(all('AWS::CloudFront::OriginAccessControl')).toMatchObject([
      { Properties: { OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' } } },
    ]);
    expect(config).toMatchObject({
      DefaultRootObject: 'index.html',
      CustomErrorResponses: [
        { ErrorCode: 404, ResponseCode: 404, ResponsePagePath: '/404.html', ErrorCachingMinTTL: 10 },
      ],
      Origins: [{ OriginAccessControlId: {}, S3OriginConfig: { OriginAccessIdentity: '' } }],
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https', Compress: true },
      CacheBehaviors: [{ PathPattern: 'v1/*', ViewerProtocolPolicy: 'redirect-to-https', Compress: true }],
    });
  });

  it("has in its pages' policy the hashes of exactly their style sheets", () => {
    expect(PAGE_POLICIES.pages).toBe(SERVED_POLICY);
  });

  it('has pages that may not be framed, load nothing from elsewhere, and require TLS for a year', () => {
    expect(headersOf(config.DefaultCacheBehavior)).toMatchObject({
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy: PAGE_POLICIES.pages, Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      },
    });
    expect(PAGE_POLICIES.pages).not.toMatch(/unsafe|https?:/);
  });

  it('has data and charts that any page may load and embed', () => {
    const headers = headersOf(config.CacheBehaviors[0]!);
    expect(headers).toMatchObject({
      CorsConfig: { AccessControlAllowOrigins: { Items: ['*'] }, AccessControlAllowCredentials: false },
      CustomHeadersConfig: { Items: [{ Header: 'Cross-Origin-Resource-Policy', Value: 'cross-origin' }] },
      SecurityHeadersConfig: { ContentTypeOptions: {}, StrictTransportSecurity: {} },
    });
    expect(headers.SecurityHeadersConfig).not.toHaveProperty('FrameOptions');
    expect(headers.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy).not.toContain(
      'frame-ancestors',
    );
  });

  it("is what every function links to: at its own address, or at the operator's", () => {
    const linked = ({ all: those }: ReturnType<typeof synthesise>) =>
      those('AWS::Lambda::Function').map(
        ({ Properties }) =>
          (Properties.Environment as { Variables: Record<string, unknown> }).Variables.HASHTILT_SITE_URL,
      );
    const own = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [expect.any(String), 'DomainName'] }, '/']] };
    for (const url of linked({ all, template })) expect(url).toEqual(own);
    for (const url of linked(synthesise(DOMAIN))) expect(url).toBe('https://tilt.example.org/');
  });

  it("is served at the operator's domain, with its certificate", () => {
    expect(synthesise(DOMAIN).all('AWS::CloudFront::Distribution')).toMatchObject([
      {
        Properties: {
          DistributionConfig: {
            Aliases: ['tilt.example.org'],
            ViewerCertificate: {
              AcmCertificateArn: DOMAIN.HASHTILT_SITE_CERTIFICATE,
              MinimumProtocolVersion: 'TLSv1.2_2021',
              SslSupportMethod: 'sni-only',
            },
          },
        },
      },
    ]);
  });
});

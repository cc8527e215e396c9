import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import { fromTagList, type Tags } from '../../shared/tags.ts';
import { alreadyExists, invalidArgument, noSuch } from '../errors.ts';
import { edgeArn, functionArn, type ControlContext, type Distribution } from '../records.ts';
import { newId, requireVersion, type XmlAnswer, type XmlOperations, type XmlRequest } from '../rest-xml.ts';
import { distributionConfig, type DistributionConfig } from '../schema/distribution.ts';
import { tags } from '../schema/others.ts';
import { itemsOf, listed } from '../schema/values.ts';
import { requireCachePolicy } from './cache-policies.ts';

/** How long a change is on its way to where viewers are: minutes on AWS. Viewers here see it at once. */
const DEPLOYMENT_MS = 1_000;

const withTags = v.strictObject({ DistributionConfig: distributionConfig, Tags: tags });

export const distributionArn = (id: string): string => edgeArn(`distribution/${id}`);

export function distributionOperations(context: ControlContext): XmlOperations {
  const { records, clock } = context;

  function find(request: XmlRequest): Distribution {
    const found = records.distribution.get(request.path('id'));
    if (!found) throw noSuch('NoSuchDistribution', 'distribution');
    return found;
  }

  const statusOf = ({ changedAt }: Distribution): string =>
    clock() < changedAt + DEPLOYMENT_MS ? 'InProgress' : 'Deployed';

  const described = (made: Distribution) => ({
    Id: made.id,
    ARN: distributionArn(made.id),
    Status: statusOf(made),
    LastModifiedTime: new Date(made.changedAt).toISOString(),
    DomainName: made.domainName,
  });

  function answer(made: Distribution): XmlAnswer {
    const none = { Enabled: false, Quantity: 0 };
    const content = {
      ...described(made),
      InProgressInvalidationBatches: 0,
      ActiveTrustedSigners: none,
      ActiveTrustedKeyGroups: none,
      DistributionConfig: { ...made.config },
    };
    return { headers: { etag: made.etag }, document: ['Distribution', content] };
  }

  async function create(config: DistributionConfig, given: Tags): Promise<XmlAnswer> {
    if (records.distribution.list().some((other) => other.config.CallerReference === config.CallerReference))
      throw alreadyExists(
        'DistributionAlreadyExists',
        'The caller reference you attempted to create the distribution with is associated with another distribution.',
      );
    const id = newId();
    requireUsable(context, id, config);
    const domainName = `d${newId().slice(1).toLowerCase()}.cloudfront.net`;
    const made = { id, etag: newId(), changedAt: clock(), domainName, tags: given, config };
    await records.distribution.put(id, made);
    const location = `https://cloudfront.amazonaws.com/2020-05-31/distribution/${id}`;
    return { ...answer(made), status: 201, headers: { etag: made.etag, location } };
  }

  return {
    'POST /distribution': async (request) => {
      if (request.query('WithTags') === undefined)
        return create(await request.body('DistributionConfig', distributionConfig), {});
      const { DistributionConfig, Tags } = await request.body('DistributionConfigWithTags', withTags);
      return create(DistributionConfig, fromTagList(Tags.Items));
    },
    'GET /distribution/:id': (request) => answer(find(request)),
    'GET /distribution/:id/config': (request) => {
      const { etag, config } = find(request);
      return { headers: { etag }, document: ['DistributionConfig', { ...config }] };
    },
    'PUT /distribution/:id/config': async (request) => {
      const found = find(request);
      requireVersion(request.ifMatch, found.etag);
      const config = await request.body('DistributionConfig', distributionConfig);
      if (config.CallerReference !== found.config.CallerReference)
        throw new AwsError('IllegalUpdate', 'The update contains modifications that are not allowed.');
      requireUsable(context, found.id, config);
      const changed = { ...found, etag: newId(), changedAt: clock(), config };
      await records.distribution.put(found.id, changed);
      return answer(changed);
    },
    'DELETE /distribution/:id': async (request) => {
      const found = find(request);
      requireVersion(request.ifMatch, found.etag);
      if (found.config.Enabled || statusOf(found) === 'InProgress')
        throw new AwsError(
          'DistributionNotDisabled',
          'The distribution you are trying to delete has not been disabled.',
          {},
          409,
        );
      await records.distribution.delete(found.id);
      return {};
    },
    'GET /distribution': () => {
      const items = records.distribution.list().map((made) => {
        const { CallerReference: _, DefaultRootObject: __, Logging: ___, ...config } = made.config;
        return { ...described(made), ...config };
      });
      const list = listed('DistributionSummary', items);
      const content = { Marker: '', MaxItems: 100, IsTruncated: false, ...list };
      return { document: ['DistributionList', content] };
    },
  };
}

/** Checks that all that a distribution names is there. */
function requireUsable({ records }: ControlContext, id: string, config: DistributionConfig): void {
  const { DefaultCacheBehavior: behavior, ViewerCertificate: certificate } = config;
  const origins = itemsOf(config.Origins);
  if (!origins.some(({ Id }) => Id === behavior.TargetOriginId)) throw noSuch('NoSuchOrigin', 'origin');
  for (const { OriginAccessControlId: accessControl } of origins)
    if (accessControl !== '' && !records.accessControl.has(accessControl))
      throw new AwsError('InvalidOriginAccessControl', 'The origin access control is not valid.');
  requireCachePolicy(behavior.CachePolicyId);
  if (behavior.ResponseHeadersPolicyId !== '' && !records.headersPolicy.has(behavior.ResponseHeadersPolicyId))
    throw noSuch('NoSuchResponseHeadersPolicy', 'response headers policy');
  for (const { FunctionARN: arn } of itemsOf(behavior.FunctionAssociations))
    if (!records.function.list().some(({ name, live }) => live && functionArn(name) === arn))
      throw new AwsError('InvalidFunctionAssociation', `There is no published function ${arn}.`);
  const aliases = itemsOf(config.Aliases);
  if (aliases.length > 0 && certificate.CloudFrontDefaultCertificate)
    throw new AwsError(
      'InvalidViewerCertificate',
      'To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate.',
    );
  const others = records.distribution.list().filter((other) => other.id !== id);
  const taken = aliases.find((alias) => others.some((other) => itemsOf(other.config.Aliases).includes(alias)));
  if (taken !== undefined)
    throw alreadyExists('CNAMEAlreadyExists', `The CNAME ${taken} is already associated with another distribution.`);
  if (new Set(aliases).size < aliases.length) throw invalidArgument('Aliases contains a name twice.');
}

import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { localArn } from '../../shared/arns.ts';
import { tagMap, withTags } from '../../shared/tags.ts';
import { requireApi, type Control, type ControlOperations } from './control.ts';
import { askedPage } from './inputs.ts';
import type { DomainRecord } from './records.ts';
import { badRequest, notFound, parseInput } from './refusals.ts';

const named = v.object({
  domainName: v.pipe(
    v.string(),
    v.maxLength(253),
    v.regex(/^(\*[\w-]*\.)?([\w-]+\.)+[\w-]+$/, 'Expected a domain name'),
  ),
});
const described = v.object({ ...named.entries, description: v.optional(v.pipe(v.string(), v.maxLength(255))) });
const creation = v.object({
  ...described.entries,
  certificateArn: v.pipe(
    v.string(),
    v.regex(
      /^arn:[a-z-]*:(acm|iam):[a-z0-9-]*:\d{12}:(certificate|server-certificate)\/[\w/-]+$/,
      'Expected the ARN of a certificate',
    ),
  ),
  tags: v.optional(tagMap, {}),
});
const association = v.object({ ...named.entries, apiId: v.string() });

/** CloudFront's own zone, in which all of AppSync's domain names are. */
const HOSTED_ZONE = 'Z2FDTNDATAQYW2';

export const domainArn = (domainName: string): string => localArn('appsync', `domainnames/${domainName}`);

/** Custom domain names, which are kept: nothing answers to them here. */
export const domainOperations: ControlOperations = (control) => {
  const { domains } = control.records;
  const path = '/v1/domainnames/:domainName';
  const find = (input: unknown): DomainRecord => requireDomain(control, parseInput(named, input).domainName);
  return {
    CreateDomainName: {
      route: 'POST /v1/domainnames',
      async run(input) {
        const { tags, ...given } = parseInput(creation, input);
        if (domains.has(given.domainName)) throw badRequest(`The domain name ${given.domainName} already exists.`);
        const appsyncDomainName = `d${randomBytes(7).toString('hex')}.cloudfront.net`;
        const domain = { ...given, appsyncDomainName, tags: withTags({}, tags, 'BadRequestException') };
        await domains.put(domain.domainName, domain);
        return { domainNameConfig: describe(domain) };
      },
    },
    GetDomainName: { route: `GET ${path}`, run: (input) => ({ domainNameConfig: describe(find(input)) }) },
    ListDomainNames: {
      route: 'GET /v1/domainnames',
      run(input) {
        const { page, ...next } = askedPage(domains.list(), ({ domainName }) => domainName, input);
        return { domainNameConfigs: page.map(describe), ...next };
      },
    },
    UpdateDomainName: {
      route: `POST ${path}`,
      async run(input) {
        const { description } = parseInput(described, input);
        const { description: _before, ...rest } = find(input);
        const domain = { ...rest, ...(description !== undefined && { description }) };
        await domains.put(domain.domainName, domain);
        return { domainNameConfig: describe(domain) };
      },
    },
    DeleteDomainName: {
      route: `DELETE ${path}`,
      async run(input) {
        const { domainName, apiId } = find(input);
        if (apiId !== undefined) throw badRequest(`The domain name ${domainName} is associated with the API ${apiId}.`);
        await domains.delete(domainName);
        return {};
      },
    },
    AssociateApi: {
      route: `POST ${path}/apiassociation`,
      async run(input) {
        const { domainName, apiId } = parseInput(association, input);
        const domain = { ...requireDomain(control, domainName), apiId };
        requireApi(control, apiId);
        await domains.put(domainName, domain);
        return { apiAssociation: { domainName, apiId, associationStatus: 'SUCCESS' } };
      },
    },
    GetApiAssociation: {
      route: `GET ${path}/apiassociation`,
      run: (input) => ({ apiAssociation: requireAssociation(find(input)) }),
    },
    DisassociateApi: {
      route: `DELETE ${path}/apiassociation`,
      async run(input) {
        const { apiId: _apiId, ...domain } = find(input);
        requireAssociation({ ...domain, apiId: _apiId });
        await domains.put(domain.domainName, domain);
        return {};
      },
    },
  };
};

function requireDomain({ records }: Control, domainName: string): DomainRecord {
  const domain = records.domains.get(domainName);
  if (!domain) throw notFound(`The domain name ${domainName} was not found.`);
  return domain;
}

function requireAssociation({ domainName, apiId }: DomainRecord): object {
  if (apiId === undefined) throw notFound(`The domain name ${domainName} is not associated with an API.`);
  return { domainName, apiId, associationStatus: 'SUCCESS' };
}

function describe({ apiId: _apiId, ...domain }: DomainRecord): object {
  return { ...domain, domainNameArn: domainArn(domain.domainName), hostedZoneId: HOSTED_ZONE };
}

import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import { pageOf } from '../../shared/page.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { toTagList, withTags } from '../../shared/tags.ts';
import { partsOf } from '../addresses.ts';
import type { ConfigurationSets } from '../configuration-sets.ts';
import { badRequest, notFound, notSupported, parseInput } from '../errors.ts';
import type { Identities } from '../identities.ts';
import { dkimKeyLength, mxFailure, type Identity } from '../store.ts';
import { paging, tags } from './schema.ts';

const identityName = v.pipe(v.string(), v.minLength(1));
const ofIdentity = { EmailIdentity: identityName };

const dkimSigningAttributes = v.object({
  NextSigningKeyLength: v.optional(dkimKeyLength),
  DomainSigningSelector: v.optional(v.unknown()),
  DomainSigningPrivateKey: v.optional(v.unknown()),
  DomainSigningAttributesOrigin: v.optional(v.unknown()),
});
type DkimSigningAttributes = v.InferOutput<typeof dkimSigningAttributes>;

const schema = {
  identity: v.object(ofIdentity),
  create: v.object({
    ...ofIdentity,
    Tags: v.optional(tags, []),
    ConfigurationSetName: v.optional(v.string()),
    DkimSigningAttributes: v.optional(dkimSigningAttributes),
  }),
  list: v.object(paging),
  configurationSet: v.object({ ...ofIdentity, ConfigurationSetName: v.optional(v.string()) }),
  dkim: v.object({
    ...ofIdentity,
    SigningAttributesOrigin: v.string(),
    SigningAttributes: v.optional(dkimSigningAttributes),
  }),
  feedback: v.object({ ...ofIdentity, EmailForwardingEnabled: v.optional(v.boolean(), false) }),
  mailFrom: v.object({
    ...ofIdentity,
    MailFromDomain: v.optional(v.string()),
    BehaviorOnMxFailure: v.optional(mxFailure, 'USE_DEFAULT_VALUE'),
  }),
};

const PATH = '/v2/email/identities';

export function identityOperations(identities: Identities, configurationSets: ConfigurationSets): RestOperations {
  const existing = (name: string) => existingIn(identities, name);
  return {
    CreateEmailIdentity: {
      route: `POST ${PATH}`,
      run: async (input) => {
        const { EmailIdentity, Tags, ConfigurationSetName, DkimSigningAttributes } = parseInput(schema.create, input);
        if (ConfigurationSetName !== undefined) configurationSets.get(ConfigurationSetName);
        if (DkimSigningAttributes) checkDkim(EmailIdentity, DkimSigningAttributes);
        const identity = await identities.create(EmailIdentity, {
          tags: withTags({}, Tags, 'BadRequestException'),
          configurationSet: ConfigurationSetName,
          dkimKeyLength: DkimSigningAttributes?.NextSigningKeyLength,
        });
        if (!identity) throw new AwsError('AlreadyExistsException', `Email identity ${EmailIdentity} already exist.`);
        return { IdentityType: identity.type, VerifiedForSendingStatus: true, DkimAttributes: dkim(identity) };
      },
    },
    GetEmailIdentity: {
      route: `GET ${PATH}/:EmailIdentity`,
      run: (input) => describe(existing(parseInput(schema.identity, input).EmailIdentity)),
    },
    ListEmailIdentities: {
      route: ['POST /v2/email/list-identities', `GET ${PATH}`],
      run: (input) => {
        const { PageSize, NextToken } = parseInput(schema.list, input);
        const page = { maximum: PageSize, token: NextToken };
        const { items, next } = pageOf(identities.list(), ({ name }) => name, page);
        return { EmailIdentities: items.map(summary), NextToken: next };
      },
    },
    DeleteEmailIdentity: {
      route: `DELETE ${PATH}/:EmailIdentity`,
      run: async (input) => {
        const { EmailIdentity } = parseInput(schema.identity, input);
        if (!(await identities.delete(EmailIdentity))) throw notFound(`Email identity ${EmailIdentity}`);
        return {};
      },
    },
    ...attributeOperations(identities, configurationSets),
  };
}

function attributeOperations(identities: Identities, configurationSets: ConfigurationSets): RestOperations {
  const existing = (name: string) => existingIn(identities, name);
  return {
    PutEmailIdentityConfigurationSetAttributes: {
      route: `PUT ${PATH}/:EmailIdentity/configuration-set`,
      run: async (input) => {
        const { EmailIdentity, ConfigurationSetName } = parseInput(schema.configurationSet, input);
        const identity = existing(EmailIdentity);
        if (ConfigurationSetName !== undefined) configurationSets.get(ConfigurationSetName);
        await identities.update({ ...identity, configurationSet: ConfigurationSetName });
        return {};
      },
    },
    PutEmailIdentityDkimSigningAttributes: {
      route: [`PUT ${PATH}/:EmailIdentity/dkim/signing`, 'PUT /v1/email/identities/:EmailIdentity/dkim/signing'],
      run: async (input) => {
        const { EmailIdentity, SigningAttributesOrigin, SigningAttributes = {} } = parseInput(schema.dkim, input);
        const identity = existing(EmailIdentity);
        if (SigningAttributesOrigin !== 'AWS_SES')
          throw notSupported(`The SigningAttributesOrigin ${SigningAttributesOrigin}`);
        checkDkim(EmailIdentity, SigningAttributes);
        const changed = await identities.generateDkim(identity, SigningAttributes.NextSigningKeyLength);
        return { DkimStatus: 'SUCCESS', DkimTokens: changed.dkim?.tokens, SigningHostedZone: SIGNING_HOSTED_ZONE };
      },
    },
    PutEmailIdentityFeedbackAttributes: {
      route: `PUT ${PATH}/:EmailIdentity/feedback`,
      run: async (input) => {
        const { EmailIdentity, EmailForwardingEnabled } = parseInput(schema.feedback, input);
        await identities.update({ ...existing(EmailIdentity), feedbackForwarding: EmailForwardingEnabled });
        return {};
      },
    },
    PutEmailIdentityMailFromAttributes: {
      route: `PUT ${PATH}/:EmailIdentity/mail-from`,
      run: async (input) => {
        const { EmailIdentity, MailFromDomain: domain, BehaviorOnMxFailure } = parseInput(schema.mailFrom, input);
        const identity = existing(EmailIdentity);
        if (domain !== undefined) checkMailFrom(identity, domain);
        const mailFrom = domain === undefined ? undefined : { domain, onMxFailure: BehaviorOnMxFailure };
        await identities.update({ ...identity, mailFrom });
        return {};
      },
    },
  };
}

function existingIn(identities: Identities, name: string): Identity {
  const identity = identities.get(name);
  if (!identity) throw notFound(`Email identity ${name}`);
  return identity;
}

function checkDkim(identityName: string, given: DkimSigningAttributes): void {
  if (identityName.includes('@'))
    throw badRequest('DkimSigningAttributes can be given for a domain only, and not for an address.');
  const { NextSigningKeyLength: _, ...own } = given;
  const [unsupported] = Object.keys(own);
  if (unsupported !== undefined) throw notSupported(`DkimSigningAttributes.${unsupported}`);
}

function checkMailFrom({ name }: Identity, mailFrom: string): void {
  const { local, domain = local } = partsOf(name);
  if (!mailFrom.toLowerCase().endsWith(`.${domain}`))
    throw badRequest(
      `Provided MAIL-FROM domain <${mailFrom}> is not subdomain of the domain of the identity <${name}>.`,
    );
}

function describe(identity: Identity): object {
  const { type, mailFrom, feedbackForwarding, configurationSet } = identity;
  return {
    IdentityType: type,
    FeedbackForwardingStatus: feedbackForwarding,
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
    DkimAttributes: dkim(identity),
    MailFromAttributes: mailFrom
      ? {
          MailFromDomain: mailFrom.domain,
          MailFromDomainStatus: 'SUCCESS',
          BehaviorOnMxFailure: mailFrom.onMxFailure,
        }
      : { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
    Policies: {},
    Tags: toTagList(identity.tags),
    ConfigurationSetName: configurationSet,
  };
}

function summary({ name, type }: Identity): object {
  return { IdentityName: name, IdentityType: type, SendingEnabled: true, VerificationStatus: 'SUCCESS' };
}

/** Of the Region. Source: AWS General Reference, "Amazon Simple Email Service endpoints and quotas", DKIM domains. */
const SIGNING_HOSTED_ZONE = 'dkim.amazonses.com';

/** A domain's mails are signed for it; those of an address would be by its domain's identity. */
function dkim({ dkim: signing }: Identity): object {
  return signing
    ? {
        SigningEnabled: true,
        Status: 'SUCCESS',
        Tokens: signing.tokens,
        SigningHostedZone: SIGNING_HOSTED_ZONE,
        SigningAttributesOrigin: 'AWS_SES',
        NextSigningKeyLength: signing.keyLength,
        CurrentSigningKeyLength: signing.keyLength,
        LastKeyGenerationTimestamp: signing.generatedAt / 1000,
      }
    : { SigningEnabled: false, Status: 'NOT_STARTED' };
}

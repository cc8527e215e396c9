import { localArn } from '../../shared/arns.ts';
import { notFound, parseInput } from '../errors.ts';
import type { Identities, Identity } from '../identities.ts';
import type { RestOperations } from './operations.ts';
import * as schema from './schema.ts';

const IDENTITY_ARN = localArn('ses', 'identity/');
const PATH = '/v2/email/tags';

/** Tags by the ARN of a resource: of identities, as no other resource of SES is here. */
export function tagOperations(identities: Identities): RestOperations {
  function identityOf(arn: string): Identity {
    const identity = arn.startsWith(IDENTITY_ARN) ? identities.get(arn.slice(IDENTITY_ARN.length)) : undefined;
    if (!identity) throw notFound(`Resource ${arn}`);
    return identity;
  }

  return {
    ListTagsForResource: {
      routes: [`GET ${PATH}`],
      run: (input) => ({ Tags: identityOf(parseInput(schema.resourceInput, input).ResourceArn).tags }),
    },
    TagResource: {
      routes: [`POST ${PATH}`],
      run: async (input) => {
        const { ResourceArn, Tags } = parseInput(schema.tagResourceInput, input);
        const identity = identityOf(ResourceArn);
        await identities.setTags(identity, [...identity.tags, ...Tags]);
        return {};
      },
    },
    UntagResource: {
      routes: [`DELETE ${PATH}`],
      run: async (input) => {
        const { ResourceArn, TagKeys } = parseInput(schema.untagResourceInput, input);
        const identity = identityOf(ResourceArn);
        await identities.setTags(
          identity,
          identity.tags.filter(({ Key }) => !TagKeys.includes(Key)),
        );
        return {};
      },
    },
  };
}

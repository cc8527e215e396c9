import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { identitiesAt } from '../shared/accounts/identities.ts';
import { clientOptions } from '../shared/aws-client.ts';
import { createLogger } from '../shared/logger.ts';
import { membershipsOf } from '../shared/memberships.ts';
import { cognitoTrigger } from '../shared/trigger.ts';
import { PreSignUpEvent } from './event.ts';
import definition from './function.ts';
import { checkSignUp } from './sign-up.ts';

const environment = v.parse(definition.environment, process.env);
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 3, requestTimeout: 1000 }));

export const handler = cognitoTrigger(async (event) => {
  const parsed = v.parse(PreSignUpEvent, event);
  await checkSignUp(parsed, {
    signUp: environment.SIGN_UP,
    now: () => new Date(),
    async identitiesOf(email) {
      const memberships = await membershipsOf(email, dynamodb, environment.MEMBERSHIPS_TABLE);
      return identitiesAt(memberships, dynamodb, environment.IDENTITIES_TABLE);
    },
  });
  return { ...parsed, response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false } };
}, createLogger('pre-sign-up'));

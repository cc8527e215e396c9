import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { AccessToken, ClientId, ClientMetadata, parse } from '../input.ts';
import { getClient } from '../pools/clients.ts';
import { AwsError } from '../../shared/aws-error.ts';
import { authenticate } from './access-token.ts';
import { refresh, revoke, revokeAll } from './refresh.ts';

const Refresh = v.object({ ClientId, RefreshToken: v.string(), ClientMetadata });
const Revoke = v.object({ ClientId, Token: v.string() });

export function tokenOperations(context: Context): JsonOperations {
  return {
    async GetTokensFromRefreshToken(input) {
      const { ClientId: clientId, RefreshToken: token, ClientMetadata: clientMetadata } = parse(Refresh, input);
      const { client, pool } = await getClient(context, clientId);
      return { AuthenticationResult: await refresh(context, { pool, client, token, clientMetadata }) };
    },
    async RevokeToken(input) {
      const { ClientId: clientId, Token } = parse(Revoke, input);
      const { client } = await getClient(context, clientId);
      if (!client.settings.EnableTokenRevocation)
        throw new AwsError('UnsupportedOperationException', 'Token revocation is not enabled for this client');
      await revoke(context, client, Token);
      return {};
    },
    async GlobalSignOut(input) {
      const { pool, user } = await authenticate(context, parse(v.object({ AccessToken }), input).AccessToken);
      await revokeAll(context, pool.id, user.username);
      return {};
    },
  };
}

import * as v from 'valibot';
import { decodeJwt, decodeProtectedHeader, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { Sonde } from '../sonde.ts';

/** Tokens that nobody gave, made after one that somebody has, by what is wrong with them. */
export async function forgeriesOf(token: string, claims: object, sonde: Sonde): Promise<Record<string, string>> {
  const [header = '', , signature = ''] = token.split('.');
  const claimed = { ...decodeJwt(token), ...claims };
  const kid = decodeProtectedHeader(token).kid ?? '';
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const signed = (
    claims: object,
    header: { alg: string; kid: string; jwk?: object },
    key: Parameters<SignJWT['sign']>[0] = privateKey,
  ) => new SignJWT({ ...claims }).setProtectedHeader(header).sign(key);
  const jwk = await exportJWK(publicKey);
  return {
    'other claims than were signed': `${header}.${Buffer.from(JSON.stringify(claimed)).toString('base64url')}.${signature}`,
    'another key': await signed(claimed, { alg: 'RS256', kid }),
    'another key that it brings along': await signed(claimed, { alg: 'RS256', kid, jwk }),
    'a public key as a secret': await signed(
      claimed,
      { alg: 'HS256', kid },
      new TextEncoder().encode(await exportSPKI(publicKey)),
    ),
    'no signature': new UnsecuredJWT(claimed).encode(),
    'another pool': await tokenOfAnotherPool(sonde),
    'no form': 'nonsense',
  };
}

const Made = v.object({ UserPool: v.object({ Id: v.string() }) });
const MadeClient = v.object({ UserPoolClient: v.object({ ClientId: v.string() }) });
const SignedIn = v.object({ AuthenticationResult: v.object({ AccessToken: v.string() }) });

/** A token that Cognito gave, for a pool that the API does not know. */
async function tokenOfAnotherPool({ services: { cognito } }: Sonde): Promise<string> {
  const { UserPool } = v.parse(Made, await cognito.call('CreateUserPool', { PoolName: 'elsewhere' }));
  const user = { UserPoolId: UserPool.Id, Username: 'somebody' };
  const client = {
    UserPoolId: UserPool.Id,
    ClientName: 'elsewhere',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  };
  const { UserPoolClient } = v.parse(MadeClient, await cognito.call('CreateUserPoolClient', client));
  const Password = 'Correct-horse-7';
  await cognito.call('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await cognito.call('AdminSetUserPassword', { ...user, Password, Permanent: true });
  const AuthParameters = { USERNAME: user.Username, PASSWORD: Password };
  const answer = await cognito.call('InitiateAuth', {
    ClientId: UserPoolClient.ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters,
  });
  return v.parse(SignedIn, answer).AuthenticationResult.AccessToken;
}

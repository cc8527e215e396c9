import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { jsonCaller, jsonService, type JsonCaller, type JsonOperations } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { LambdaInvoker, MailSink } from '../shared/ports.ts';
import { LOCAL_REGION, type Clock, type Service } from '../shared/service.ts';
import type { Context } from './context.ts';
import { withCors } from './cors.ts';
import { removeOldCalls } from './limits.ts';
import { clientOperations } from './pools/clients.ts';
import { ensureClient, ensurePool, type ClientSpecification, type PoolSpecification } from './pools/ensure-pool.ts';
import { groupOperations } from './pools/groups.ts';
import { multiFactorOperations } from './pools/multi-factor.ts';
import { getPool, poolOperations } from './pools/pools.ts';
import { factorAdministration, softwareTokenOperations } from './second-factor/operations.ts';
import { removeOldAttempts } from './sign-in/lock-out.ts';
import { signInOperations } from './sign-in/operations.ts';
import { Sessions } from './sign-in/sessions.ts';
import { requireSigned } from './signed.ts';
import { Store } from './store.ts';
import { keyResolver, publicKeys } from './tokens/keys.ts';
import { tokenOperations } from './tokens/operations.ts';
import { adminOperations } from './users/admin.ts';
import { membershipOperations } from './users/membership.ts';
import { recoveryOperations } from './users/recovery.ts';
import { selfOperations } from './users/self.ts';
import { signUpOperations } from './users/sign-up.ts';
import { wellKnown } from './well-known.ts';

export interface CognitoOptions {
  /** Holds the pools; made where it is missing. */
  directory: string;
  log: Log;
  /** Runs the triggers. */
  lambda: LambdaInvoker;
  /** Gets the codes and invitations. */
  mail: MailSink;
  /** Where this service answers, without a slash at the end: AWS's is `https://cognito-idp.<region>.amazonaws.com`. */
  issuerUrl: () => string;
  clock?: Clock;
}

/** Cognito user pools over the real protocol: sign-up, SRP sign-in, tokens, recovery, administration and triggers. */
export interface Cognito extends Service {
  /** Calls an operation in the same process, with an administrator's rights. */
  readonly call: JsonCaller;
  /** Finds a pool by its name and gives it these settings, or makes it: for a stack that starts again and again. @returns its id */
  ensurePool(specification: PoolSpecification): Promise<string>;
  /** As `ensurePool`, for an app client of a pool. */
  ensureClient(poolId: string, specification: ClientSpecification): Promise<string>;
  /** What verifies the tokens of a pool; undefined where there is none. */
  userPool(poolId: string): TokenIssuer | undefined;
  /** What the tokens of a pool have as `iss`. */
  issuer(poolId: string): string;
  /** The public keys of a pool, as its `jwks.json`. Rejects with `ResourceNotFoundException`. */
  jwks(poolId: string): Promise<JSONWebKeySet>;
  /** The second argument of jose's `jwtVerify` for the tokens of a pool. It needs no HTTP and sees new pools at once. */
  verifier(poolId: string): JWTVerifyGetKey;
}

/** What is needed to tell whether a token is a pool's. It needs no HTTP. */
export interface TokenIssuer {
  issuer: string;
  keys: JWTVerifyGetKey;
  /** Whether an app client is one of the pool's, as it is now. */
  hasClient: (clientId: string) => boolean;
}

export async function createCognito({
  directory,
  log,
  lambda,
  mail,
  issuerUrl,
  clock = Date.now,
}: CognitoOptions): Promise<Cognito> {
  const store = await Store.open(directory);
  await store.removeExpired(clock());
  await removeOldCalls({ store, clock });
  await removeOldAttempts({ store, clock });
  const issuer = (poolId: string) => `${issuerUrl()}/${poolId}`;
  const context: Context = { store, sessions: new Sessions(clock), clock, log, lambda, mail, issuer };

  const administration: JsonOperations = {
    ...poolOperations(context),
    ...multiFactorOperations(context),
    ...clientOperations(context),
    ...groupOperations(context),
    ...adminOperations(context),
    ...factorAdministration(context),
    ...membershipOperations(context),
  };
  const operations: JsonOperations = {
    ...requireSigned(administration),
    ...signUpOperations(context),
    ...signInOperations(context),
    ...tokenOperations(context),
    ...selfOperations(context),
    ...softwareTokenOperations(context),
    ...recoveryOperations(context),
  };
  const close = () => store.close();
  const service = jsonService({ signingName: 'cognito-idp', jsonVersion: '1.1', operations, log, close });

  return {
    ...service,
    handle: (request, caller) =>
      withCors(request, async () => (await wellKnown(context, request)) ?? service.handle(request, caller)),
    call: jsonCaller(operations, { accessKeyId: 'local', region: LOCAL_REGION }),
    ensurePool: (specification) => ensurePool(context, specification),
    ensureClient: (poolId, specification) => ensureClient(context, poolId, specification),
    userPool: (poolId) => {
      if (!store.pools.getSync(poolId)) return undefined;
      const hasClient = (clientId: string): boolean => store.clients.getSync(clientId)?.poolId === poolId;
      return { issuer: issuer(poolId), keys: keyResolver(store, poolId), hasClient };
    },
    issuer,
    jwks: async (poolId) => publicKeys(await getPool(context, poolId)),
    verifier: (poolId) => keyResolver(store, poolId),
  };
}

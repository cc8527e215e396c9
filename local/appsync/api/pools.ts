import type { PoolAccess, UserPool } from '../auth/jwt.ts';
import type { ApiRecord } from '../control/records.ts';

/** How an API takes the tokens of its user pools, as they are now. One that is gone proves nobody. */
export function poolsOf(
  { userPoolConfig, additionalAuthenticationProviders = [] }: ApiRecord,
  userPools: { find(poolId: string): UserPool | undefined },
): PoolAccess[] {
  const configurations = [
    userPoolConfig,
    ...additionalAuthenticationProviders.map((provider) => ({
      defaultAction: 'ALLOW' as const,
      ...provider.userPoolConfig,
    })),
  ];
  return configurations.flatMap((configuration) => {
    const pool = configuration?.userPoolId === undefined ? undefined : userPools.find(configuration.userPoolId);
    if (!configuration || !pool) return [];
    const { appIdClientRegex = '.*', defaultAction } = configuration;
    return [{ pool, clients: new RegExp(`^(?:${appIdClientRegex})$`), defaultAction }];
  });
}

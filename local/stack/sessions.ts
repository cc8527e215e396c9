import { randomBytes } from 'node:crypto';
import type { Principal, PrincipalStore, Roles } from '../shared/ports.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';

/** The sessions in which roles are assumed. */
export interface Sessions extends PrincipalStore {
  /** The session of a role by this name: the same at every call, with keys that are new at every start. */
  of(roleArn: string, sessionName: string): Principal;
}

/** Their rights are those that the role has when they are asked about, not when the session began. */
export function createSessions(roles: Roles): Sessions {
  const byName = new Map<string, Principal>();
  const byKey = new Map<string, Principal>();
  return {
    find: (accessKeyId) => byKey.get(accessKeyId),
    of(roleArn, sessionName) {
      const arn = `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/${sessionName}`;
      const known = byName.get(arn);
      if (known) return known;
      const session: Principal = {
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        arn,
        allows: (action, resource) => roles.find(roleArn)?.allows(action, resource) ?? false,
      };
      byName.set(arn, session);
      byKey.set(session.accessKeyId, session);
      return session;
    },
  };
}

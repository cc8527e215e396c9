import type { Caller } from '../../../schema/access-rows.ts';
import type { Credentials } from '../live.ts';
import { makeMember, setStatus, signIn, type Member } from '../people.ts';
import type { Sonde } from '../sonde.ts';
import { forgeriesOf } from './forgeries.ts';
import { ingestRole } from './ingest-role.ts';
import { makeTenant, type Tenant } from './tenants.ts';

/** Somebody who asks. */
export interface Asker {
  /** What they prove by who they are; several ways where none is to be good enough. Empty for none. */
  readonly credentials: readonly Credentials[];
  /** Who they are, if somebody of the pool. */
  readonly member?: Member;
}

/** Two organizations, and everybody who might ask for what is of the first. */
export interface World {
  readonly sonde: Sonde;
  readonly harbour: Tenant;
  /** Of the administrator who is foreign to Harbour. */
  readonly meadow: Tenant;
  readonly askers: Readonly<Record<Caller, Asker>>;
}

/** Longer than a token is good for. */
const LONG_MS = 20 * 60_000;

export async function makeWorld(sonde: Sonde): Promise<World> {
  const harbour = await makeTenant(sonde, 'Harbour');
  const meadow = await makeTenant(sonde, 'Meadow');
  const suspended = await makeMember(sonde, harbour.id, 'ADMINISTRATOR', 'suspended@harbour.example');
  await setStatus(harbour, suspended, 'SUSPENDED');
  const { viewer, operator, administrator } = harbour;
  const claims = { 'cognito:groups': ['ADMINISTRATOR'], identity_id: administrator.identityId };
  const of = (member: Member): Asker => ({ credentials: [member.token], member });
  return {
    sonde,
    harbour,
    meadow,
    askers: {
      viewer: of(viewer),
      operator: of(operator),
      administrator: of(administrator),
      suspended: of(suspended),
      foreign: of(meadow.administrator),
      ingest: { credentials: [await ingestRole(sonde)] },
      none: { credentials: [''] },
      expired: { credentials: [await oldToken(sonde, administrator)] },
      forged: { credentials: Object.values(await forgeriesOf(viewer.token, claims, sonde)) },
    },
  };
}

/** A token that was given so long ago that it has expired. */
async function oldToken(sonde: Sonde, { email }: Member): Promise<string> {
  sonde.time.ahead = -LONG_MS;
  try {
    return await signIn(sonde, email);
  } finally {
    sonde.time.ahead = 0;
  }
}

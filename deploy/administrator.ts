import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { normalizeEmail } from '../functions/shared/names.ts';
import { deployedOutputs, readyToRead } from './commands.ts';
import { localAccess } from './local-access.ts';
import { foundOrganization, type Founded, type Founder, type RegistryTables } from './organization.ts';
import { LOCAL, parseVariables, type Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

const text = (name: string, example: string) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.trim(),
    v.nonEmpty(`is not set: give ${name}, such as ${example}`),
    v.maxLength(200, 'must have at most 200 characters'),
  );

const Variables = v.object({
  EMAIL: v.pipe(
    v.optional(v.string(), ''),
    v.trim(),
    v.nonEmpty('is not set: give the e-mail address of the administrator, such as EMAIL=ada@example.com'),
    v.maxLength(254, 'must have at most 254 characters'),
    v.email('must be an e-mail address, such as ada@example.com'),
    v.transform(normalizeEmail),
  ),
  NAME: text('the name of the administrator', 'NAME="Ada Lovelace"'),
  ORGANIZATION: text('the name of the organization', 'ORGANIZATION="Analytical Engines"'),
});

/** The founder that `make administrator` names. @throws Error that names each variable that is wrong */
export function readFounder(variables: Readonly<Record<string, string | undefined>>): Founder {
  const { EMAIL, NAME, ORGANIZATION } = parseVariables(Variables, variables);
  return { email: EMAIL, name: NAME, organization: ORGANIZATION };
}

/** Where the registry of an environment is. */
export interface Registry {
  tables: RegistryTables;
  client: DynamoDBClient;
  /** What a person signs up with where there is no front end yet. */
  signUp: { region: string; clientId: string; endpoint: string | undefined } | undefined;
}

/** Makes an organization with its first administrator, and says how they sign up. */
export async function administrator(settings: Settings, terminal: Terminal): Promise<void> {
  const founder = readFounder(process.env);
  const registry = settings.environment === LOCAL ? localRegistry(process.env) : await deployedRegistry(settings);
  try {
    const founded = await foundOrganization(registry.client, registry.tables, founder, new Date());
    terminal.say(report(founder, founded, registry.signUp));
  } catch (error) {
    throw isRefusal(error) && settings.environment === LOCAL
      ? new Error(
          'Nothing answers where Sonde has its AWS endpoint: start `make dev` or `make apply-local` in another terminal first.',
          {
            cause: error,
          },
        )
      : error;
  } finally {
    registry.client.destroy();
  }
}

/** The tables of `make dev` and `make apply-local`, by the names that both give them. */
function localRegistry(variables: Readonly<Record<string, string | undefined>>): Registry {
  return {
    client: new DynamoDBClient(localAccess(variables)),
    tables: {
      organizations: `sonde-${LOCAL}-organizations`,
      identities: `sonde-${LOCAL}-identities`,
      memberships: `sonde-${LOCAL}-memberships`,
    },
    signUp: undefined,
  };
}

const Outputs = v.object({
  region: v.string(),
  user_pool_client_id: v.string(),
  tables: v.object({ organizations: v.string(), identities: v.string(), memberships: v.string() }),
});

async function deployedRegistry(settings: Settings): Promise<Registry> {
  const values = await deployedOutputs(await readyToRead(settings), settings.environment);
  const { region, tables, user_pool_client_id: clientId } = v.parse(Outputs, values);
  return {
    client: new DynamoDBClient({ region }),
    tables,
    signUp: { region, clientId, endpoint: process.env.AWS_ENDPOINT_URL },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}

function report({ email, name, organization }: Founder, founded: Founded, signUp: Registry['signUp']): string {
  const { made, organizationId, status } = founded;
  const first = made
    ? `${name} is invited as administrator of ${organization} (${organizationId}).`
    : `${email} is an administrator of ${organization} (${organizationId}) already; nothing was made.`;
  return status === 'INVITED' ? `${first}\n\n${howToSignUp(email, name, signUp)}` : first;
}

function howToSignUp(email: string, name: string, signUp: Registry['signUp']): string {
  const steps = `They sign up in the front end with the address ${email} and a password of at least 12 characters, give the code that is mailed to them, and sign in.`;
  if (!signUp) return `${steps} The mail is in the mailbox of Sonde, under /mail/.`;
  const { region, clientId, endpoint } = signUp;
  const aws = `aws cognito-idp --region ${region}${endpoint === undefined ? '' : ` --endpoint-url ${endpoint}`}`;
  return [
    steps,
    'Where there is no front end yet, the AWS CLI does it:',
    '',
    `  ${aws} sign-up --client-id ${clientId} --username ${quoted(email)} --user-attributes ${quoted(JSON.stringify([{ Name: 'name', Value: name }]))} --password '…'`,
    `  ${aws} confirm-sign-up --client-id ${clientId} --username ${quoted(email)} --confirmation-code …`,
  ].join('\n');
}

/** A word for a shell, whatever is in it. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

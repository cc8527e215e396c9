import { confirmSignUp, fetchAuthSession, signIn, signOut, signUp } from 'aws-amplify/auth';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { configure } from '../examples/client.ts';
import { MeDocument } from '../examples/generated/documents.ts';
import { ask } from './support/graphql.ts';
import { PASSWORD } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { rowsOf } from './support/tables.ts';
import { until } from './support/until.ts';

const Mails = v.array(v.object({ text: v.string() }));
const run = promisify(execFile);

let sonde: Sonde;
beforeAll(async () => {
  sonde = await startSonde();
  configure(sonde.outputs);
});
afterAll(() => sonde.close());

/** What `make administrator ENV=local` runs. @returns what it prints */
async function administrator(variables: Record<string, string>): Promise<string> {
  const root = resolve(import.meta.dirname, '..');
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'deploy/main.ts', 'administrator'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ENV: 'local',
      SONDE_AWS_PORT: new URL(sonde.addresses.awsUrl).port,
      ...variables,
    },
  });
  return stdout;
}

async function codeFor(address: string): Promise<string> {
  const url = new URL(`messages?to=${encodeURIComponent(address)}`, sonde.addresses.mailUrl);
  return until(`a code for ${address}`, async () => {
    const [mail] = v.parse(Mails, await (await fetch(url)).json());
    return /\b\d{6}\b/.exec(mail?.text ?? '')?.[0];
  });
}

it('a command makes the first administrator, who signs up and is the one active administrator', async () => {
  const founder = { EMAIL: 'Ada@Engines.example', NAME: 'Ada', ORGANIZATION: "Babbage's Engines" };
  const printed = await administrator(founder);
  expect(printed).toContain("Ada is invited as administrator of Babbage's Engines");
  expect(printed).toContain('sign up in the front end with the address ada@engines.example');

  const username = 'ada@engines.example';
  await signOut();
  await signUp({ username, password: PASSWORD });
  await confirmSignUp({ username, confirmationCode: await codeFor(username) });
  await signIn({ username, password: PASSWORD });
  const { tokens } = await fetchAuthSession();
  expect(tokens?.accessToken.payload['cognito:groups']).toEqual(['ADMINISTRATOR']);
  const { data } = await ask(sonde, String(tokens?.accessToken), MeDocument, {});
  expect(data?.me).toMatchObject({
    identity: { name: 'Ada', email: username, role: 'ADMINISTRATOR', status: 'ACTIVE' },
    organization: { name: "Babbage's Engines", version: 1 },
  });
  expect(await rowsOf(sonde, 'organizations')).toMatchObject([{ activeAdministrators: 1 }]);

  // Once more makes nothing; elsewhere is refused.
  expect(await administrator(founder)).toMatch(
    /ada@engines\.example is an administrator .* already; nothing was made\.\n$/,
  );
  await expect(administrator({ ...founder, ORGANIZATION: 'Another' })).rejects.toMatchObject({
    code: 1,
    stderr:
      "ada@engines.example is ACTIVE ADMINISTRATOR of Babbage's Engines already; nothing was made. Give another address, or invite people there.\n",
  });
  expect(await rowsOf(sonde, 'organizations')).toHaveLength(1);
  expect(await rowsOf(sonde, 'memberships')).toHaveLength(1);
});

it('what is missing is said, before anything is made', async () => {
  await expect(administrator({ EMAIL: 'ada', NAME: ' ' })).rejects.toMatchObject({
    stderr: expect.stringMatching(
      /EMAIL must be an e-mail address.*\nNAME is not set.*\nORGANIZATION is not set.*\n$/,
    ) as string,
  });
});

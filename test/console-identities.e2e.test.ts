import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateIdentityDocument,
  IdentityDocument,
  OrganizationDocument,
  UpdateIdentityDocument,
  UpdateOrganizationDocument,
  type CreateIdentityInput,
  type UpdateIdentityInput,
} from '../examples/generated/documents.ts';
import { physicalName } from '../local/stack/names.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import {
  light,
  mistakesOf,
  openConsole,
  overhang,
  PHONE,
  screenshot,
  seriousViolations,
  settled,
  type ConsoleOptions,
} from './support/console.ts';
import { codeFor, mailTo } from './support/mailbox.ts';
import { invite, makeMember, makeOrganization, PASSWORD, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { until } from './support/until.ts';

const run = promisify(execFile);

describe.skipIf(isWithoutBrowser)('the console’s people, services and organization', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;
  /** What the administrator works at. */
  let desk: Page;
  let cognito: CognitoIdentityProviderClient;

  const open = (options: ConsoleOptions) => openConsole(browser, sonde, options);
  const goTo = async (page: Page, path: string): Promise<void> => {
    await page.goto(new URL(path, sonde.addresses.consoleUrl).href);
    await settled(page);
  };
  const row = (name: string) => desk.getByRole('row').filter({ has: desk.getByRole('link', { name, exact: true }) });
  const dialog = (page = desk) => page.getByRole('dialog');
  const press = (name: string | RegExp, within: Page | ReturnType<typeof dialog> = desk) =>
    within.getByRole('button', { name, exact: typeof name === 'string' }).click();
  /** What the page has just told of. */
  const told = (text: string | RegExp, page = desk) => page.getByRole('alert').filter({ hasText: text }).waitFor();

  async function create(name: string, more: Partial<CreateIdentityInput> = {}) {
    const input = { name, email: `${name.toLowerCase()}@harbour.example`, role: 'VIEWER' as const, ...more };
    return (await harbour.administrator.request(CreateIdentityDocument, { input })).createIdentity;
  }
  const find = async (id: string) => (await harbour.administrator.request(IdentityDocument, { id })).identity;
  /** Changes an identity behind the console's back. */
  async function change(id: string, changes: Partial<UpdateIdentityInput>): Promise<void> {
    const expectedVersion = (await find(id))?.version ?? 0;
    await harbour.administrator.request(UpdateIdentityDocument, { input: { id, expectedVersion, ...changes } });
  }
  async function signInAsService(username: string, secret: string): Promise<string> {
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        ClientId: sonde.outputs.custom.service_client_id,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: secret },
      }),
    );
    return AuthenticationResult?.AccessToken ?? '';
  }
  /** The secret that a dialog shows, and the name that it goes with. */
  async function shownSecret(): Promise<{ username: string; secret: string }> {
    await dialog().getByText('This secret is shown now').waitFor();
    const [username = '', secret = ''] = await dialog().locator('dd code').allTextContents();
    return { username, secret };
  }
  async function keepSecret(): Promise<void> {
    await dialog().getByLabel('I have put the secret in a safe place').check();
    await press('Done', dialog());
    await dialog().waitFor({ state: 'detached' });
  }

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    cognito = new CognitoIdentityProviderClient({
      region: sonde.addresses.region,
      endpoint: sonde.addresses.awsUrl,
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    });
    browser = await openBrowser();
    desk = await open({ email: harbour.administrator.email, path: '/identities' });
  });
  afterAll(async () => {
    expect(mistakesOf(desk)).toEqual([]);
    cognito.destroy();
    await browser.close();
    await sonde.close();
  });

  it('invites a person, who signs up, signs in and is active', async () => {
    await press('Invite a person');
    await dialog().getByLabel('E-mail address').fill('nobody');
    await press('Invite', dialog());
    await dialog().getByText('Enter a name').waitFor();
    await dialog().getByText('Enter an e-mail address').waitFor();
    await dialog().getByLabel('Name').fill('Zoé Martin');
    await dialog().getByLabel('E-mail address').fill(harbour.viewer.email.toUpperCase());
    await press('Invite', dialog());
    await dialog().getByText('has this address already').waitFor();
    await screenshot(desk, 'identities-invite-taken');
    await dialog().getByLabel('E-mail address').fill('zoe@harbour.example');
    await dialog().getByLabel('Operator').check();
    await dialog().getByLabel('Language of their mails').selectOption('Français');
    expect(await seriousViolations(desk)).toEqual([]);
    await press('Invite', dialog());

    await row('Zoé Martin').getByText('Invited').waitFor();
    await row('Zoé Martin')
      .getByText(/^Mailed .* good until/)
      .waitFor();
    expect((await mailTo(sonde, 'zoe@harbour.example', /^Invitation/)).text).toContain('Bonjour Zoé Martin');

    const page = await open({ language: 'fr' });
    await page.getByRole('tab', { name: 'Créer un compte' }).click();
    await page.locator('[name=name]').fill('Zoé Martin');
    await page.locator('[name=email]').fill('zoe@harbour.example');
    await page.locator('[name=password]').fill(PASSWORD);
    await page.locator('[name=confirm_password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    const code = await codeFor(sonde, 'zoe@harbour.example');
    await page.locator('[name=confirmation_code]').fill(code);
    await page.locator('button[type=submit]').click();
    await page.locator('main#page h1').waitFor();
    const places = await page.getByRole('navigation').getByRole('link').allTextContents();
    expect(places).toContain('Exportations');
    expect(places).not.toContain('Personnes et services');
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();

    await goTo(desk, '/identities');
    await row('Zoé Martin').getByText('Active', { exact: true }).waitFor();
    await row('Zoé Martin').getByText('Operator').waitFor();
    await screenshot(desk, 'identities-list');
  });

  it('finds people and services by what is in the address', async () => {
    await desk.getByLabel('Search by name or address').fill('ZOE');
    await desk.getByText('1 of 4 people and services').waitFor();
    expect(new URL(desk.url()).searchParams.get('q')).toBe('ZOE');
    await desk.reload();
    await row('Zoé Martin').waitFor();
    await desk.getByLabel('Kind').selectOption('Services');
    await desk.getByRole('heading', { name: 'Nobody like that here' }).waitFor();
    await press('Show all');
    await desk.getByText('4 of 4 people and services').waitFor();
    await goTo(desk, '/identities?role=VIEWER&status=nonsense');
    await desk.getByText('1 of 4 people and services').waitFor();
    expect(await desk.getByLabel('Role').inputValue()).toBe('VIEWER');
  });

  it('says what is amiss, and mends it: an invitation that has expired, and mail that bounces', async () => {
    const tardy = await create('Tardy');
    const bounced = await create('Bounced', { email: 'bounce@simulator.amazonses.com' });
    await until('a bounce', async () => ((await find(bounced.id))?.mailStatus === 'BOUNCED' ? true : undefined));
    await mailTo(sonde, tardy.email, /^Invitation/);
    await sonde.services.dynamodb.call('UpdateItem', {
      TableName: physicalName('identities'),
      Key: marshall({ organizationId: harbour.id, id: tardy.id }),
      UpdateExpression: 'SET invitation.sentAt = :sent, invitation.expiresAt = :past',
      ExpressionAttributeValues: marshall({ ':sent': '2026-01-01T00:00:00.000Z', ':past': '2026-01-15T00:00:00.000Z' }),
    });

    await goTo(desk, '/identities');
    await press('2 need attention');
    await row('Bounced').getByText('Mail bounces').waitFor();
    await row('Tardy').getByText('Invitation has expired').waitFor();
    await screenshot(desk, 'identities-attention');
    await desk.getByRole('link', { name: 'Tardy' }).click();
    await press('Send it again');
    await mailTo(sonde, tardy.email, /^Invitation/, 2);
    await desk.getByRole('button', { name: /^Send it again in \d+ s$/ }).waitFor();
    await press('Revoke');
    await screenshot(desk, 'identities-revoke');
    await press('Revoke', dialog());
    await desk.getByRole('heading', { name: 'People and services', level: 1 }).waitFor();
    await row('Tardy').waitFor({ state: 'detached' });
    expect(await find(tardy.id).catch(String)).toContain('NotFoundError');

    await goTo(desk, `/identities/${bounced.id}`);
    await desk.getByText('Mail to bounce@simulator.amazonses.com came back').waitFor();
    await screenshot(desk, 'identities-bounced');
    await press('Mail this address again');
    await desk.getByText('came back').waitFor({ state: 'detached' });
    expect(await find(bounced.id)).toMatchObject({ mailStatus: 'DELIVERABLE' });
  });

  it('makes a service, whose secret works until it is another or none', async () => {
    await goTo(desk, '/organization');
    await desk.getByRole('link', { name: 'People and services' }).click();
    await press('Make a service');
    await dialog().getByLabel('Name').fill('Metrics exporter');
    await press('Make a service', dialog());
    const made = await shownSecret();
    await screenshot(desk, 'identities-secret');
    expect(await seriousViolations(desk)).toEqual([]);
    await expect(signInAsService(made.username, made.secret)).resolves.not.toBe('');

    // Nothing loses it by mistake.
    await desk.keyboard.press('Escape');
    await desk.goBack();
    await dialog().getByText('You would lose the secret').waitFor();
    expect(await dialog().getByRole('button', { name: 'Done' }).isDisabled()).toBe(true);
    const example = await dialog().getByRole('region', { name: 'How a program signs in' }).textContent();
    const { stdout } = await run('bash', ['-c', `${example ?? ''}\necho "$TOKEN"`], {
      env: { ...process.env, SONDE_USERNAME: made.username, SONDE_SECRET: made.secret },
    });
    expect(stdout.trim()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    await keepSecret();
    await desk.waitForURL('**/identities');

    await desk.getByRole('link', { name: 'Metrics exporter' }).click();
    await desk.getByRole('heading', { name: 'Metrics exporter', level: 1 }).waitFor();
    await press('New secret');
    // The first sign-in has made it active, which the console has not heard of: it shows what is now, and asks again.
    await press('New secret', dialog());
    await dialog().getByText('Status: Invited → Active').waitFor();
    await screenshot(desk, 'identities-changed');
    await press('New secret', dialog());
    const rotated = await shownSecret();
    expect(rotated.username).toBe(made.username);
    await keepSecret();
    await expect(signInAsService(made.username, made.secret)).rejects.toThrow('Incorrect username or password');
    await expect(signInAsService(rotated.username, rotated.secret)).resolves.not.toBe('');

    await press('Revoke the secret');
    await press('Revoke the secret', dialog());
    await desk.getByText('Has no secret: it cannot sign in').waitFor();
    await expect(signInAsService(rotated.username, rotated.secret)).rejects.toThrow('Incorrect username or password');
    expect(await seriousViolations(desk)).toEqual([]);
    await screenshot(desk, 'identities-service');
  });

  it('suspends somebody, lets them in again, and deletes them once their name is typed', async () => {
    // Spaces that are shown as one, and an accent apart from its letter, as some machines enter it.
    const name = 'Gone  for  e\u0301ver';
    const { id } = await create(name, { email: 'gone@harbour.example' });
    await goTo(desk, `/identities/${id}`);
    await press('Suspend');
    await press('Suspend', dialog());
    await desk.getByText('Suspended: nobody can sign in as this').waitFor();
    expect(await find(id)).toMatchObject({ status: 'SUSPENDED' });
    await press('Lift the suspension');
    await desk.getByText('Suspended: nobody can sign in as this').waitFor({ state: 'detached' });
    // What was entered of somebody who is deleted is of no use any more.
    await desk.getByLabel('Name').fill('Somebody else');
    await press('Delete');
    expect(await dialog().getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await dialog()
      .getByLabel(/^Type Gone/)
      .fill('Gone for \u00e9ver');
    await screenshot(desk, 'identities-delete');
    await press('Delete', dialog());
    await desk.getByRole('heading', { name: 'People and services', level: 1 }).waitFor();
    await row(name).waitFor({ state: 'detached' });
    await goTo(desk, `/identities/${id}`);
    await desk.getByRole('heading', { name: 'Nobody has this id' }).waitFor();
  });

  it('shows what somebody else has changed meanwhile, and lets one choose', async () => {
    const { id } = await create('Contested');
    await goTo(desk, `/identities/${id}`);
    await change(id, { name: 'Theirs', locale: 'fr' });
    await desk.getByLabel('Name').fill('Mine');
    await desk.getByLabel('Operator').check();
    await press('Save');
    await dialog().getByText('Changed by both of you').waitFor();
    await screenshot(desk, 'identities-conflict');
    expect(await seriousViolations(desk)).toEqual([]);
    await press('Back to editing', dialog());
    expect(await desk.getByLabel('Name').inputValue()).toBe('Mine');
    await press('Save');
    await dialog()
      .getByRole('group', { name: 'Name' })
      .or(dialog().getByRole('radiogroup', { name: 'Name' }))
      .getByLabel('Mine')
      .check();
    await press('Save', dialog());
    await told('Mine is saved');
    expect(await find(id)).toMatchObject({ name: 'Mine', role: 'OPERATOR', locale: 'fr' });
  });

  it('keeps the last active administrator', async () => {
    const { identityId } = harbour.administrator;
    await goTo(desk, `/identities/${identityId}`);
    await desk.getByText('is the only active administrator').waitFor();
    for (const name of ['Suspend', 'Delete']) expect(await desk.getByRole('button', { name }).isDisabled()).toBe(true);
    expect(await desk.getByLabel('Viewer').isDisabled()).toBe(true);
    expect(await seriousViolations(desk)).toEqual([]);

    const second = await makeMember(sonde, harbour.id, 'ADMINISTRATOR', 'second@harbour.example');
    await goTo(desk, `/identities/${identityId}`);
    await desk.getByLabel('Viewer').check();
    await desk.getByText('you can no longer manage people').waitFor();
    // Meanwhile there is but one again.
    await change(second.identityId, { role: 'VIEWER' });
    await press('Save');
    await desk.getByText('is the only active administrator').first().waitFor();
    await screenshot(desk, 'identities-last');
    expect(await desk.getByRole('radio', { name: 'Administrator' }).isEnabled()).toBe(true);
    await press('Discard');
    expect(await find(identityId)).toMatchObject({ role: 'ADMINISTRATOR' });
  });

  it('has another role take effect in a console that is open', async () => {
    const member = await makeMember(sonde, harbour.id, 'VIEWER', 'rising@harbour.example');
    const page = await open({ email: member.email, path: '/organization' });
    const people = page.getByRole('navigation').getByRole('link', { name: 'People and services' });
    expect(await people.count()).toBe(0);
    await page.getByText('Harbour').first().waitFor();
    await change(member.identityId, { role: 'ADMINISTRATOR' });
    await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`);
    await people.waitFor();

    // With a token that is still a viewer's.
    await page.getByLabel('Name').fill('Port');
    await press('Save', page);
    await told('The organization is called Port now', page);

    await change(member.identityId, { role: 'VIEWER' });
    await page.getByLabel('Name').fill('Quay');
    await press('Save', page);
    await people.waitFor({ state: 'detached' });
    expect((await harbour.viewer.request(OrganizationDocument, {})).organization.name).toBe('Port');
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it('says to operators and viewers that people are not theirs to manage, and shows them the organization', async () => {
    for (const { email, identityId } of [harbour.operator, harbour.viewer]) {
      const page = await open({ email, path: '/identities' });
      await page.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
      await goTo(page, `/identities/${identityId}`);
      await page.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
      await goTo(page, '/organization');
      await page.getByText(harbour.id, { exact: true }).waitFor();
      expect(await page.getByLabel('Name').count()).toBe(0);
      expect(mistakesOf(page)).toEqual([]);
      await page.context().close();
    }
  });

  it('renames the organization, over what somebody else has called it meanwhile', async () => {
    await goTo(desk, '/organization');
    const { organization } = await harbour.viewer.request(OrganizationDocument, {});
    await harbour.administrator.request(UpdateOrganizationDocument, {
      input: { expectedVersion: organization.version, name: 'Theirs' },
    });
    await desk.getByLabel('Name').fill('Harbour of ours');
    await press('Save');
    await dialog().getByText('Theirs', { exact: true }).last().waitFor();
    await dialog().getByLabel('Mine').check();
    await press('Save', dialog());
    await told('The organization is called Harbour of ours now');
    await desk.getByRole('banner').getByText('Harbour of ours').waitFor();
  });

  it('has examples that work, with a token of one’s own', async () => {
    const { consoleUrl } = sonde.addresses;
    await desk
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(consoleUrl).origin });
    await goTo(desk, '/organization');
    const [realtime] = await desk.getByText(sonde.addresses.realtimeUrl, { exact: true }).allTextContents();
    expect(realtime).toBe(sonde.addresses.realtimeUrl);
    await desk.getByText(`dt/sonde/${harbour.id}/<device id>`).waitFor();
    for (const [name, path] of [
      ['Try queries in GraphiQL', '/graphiql'],
      ['Read the mails that were sent', '/mail'],
    ] as const) {
      const url = await desk.getByRole('link', { name }).getAttribute('href');
      expect(new URL(url ?? '').pathname).toBe(path);
      expect((await fetch(url ?? '')).status).toBe(200);
    }

    const example = async (name: string) => {
      await desk.getByRole('tab', { name }).click();
      return (await desk.getByRole('region', { name, exact: true }).textContent()) ?? '';
    };
    await press('Copy my access token');
    await desk.getByText('Copied: paste it in a terminal.').waitFor();
    const token = String(await desk.evaluate('navigator.clipboard.readText()'));
    const curl = await run('bash', ['-c', `${token}\n${await example('A query with curl')}`]);
    expect(JSON.parse(curl.stdout)).toEqual({
      data: { organization: { name: 'Harbour of ours' }, devices: { items: [] } },
    });
    const program = (await example('A front end with Amplify'))
      .replace('you@example.com', harbour.viewer.email)
      .replace('your password', PASSWORD);
    const amplify = await run('node', ['--input-type=module', '-e', program]);
    expect(amplify.stdout.trim()).toBe('[]');
  });

  it('is all there on a phone, in French and in the dark', async () => {
    const page = await open({
      email: harbour.administrator.email,
      language: 'fr',
      viewport: PHONE,
      path: '/identities',
    });
    await light(page, 'dark');
    for (const [name, path] of [
      ['list', '/identities'],
      ['person', `/identities/${harbour.administrator.identityId}`],
      ['organization', '/organization'],
    ] as const) {
      await goTo(page, path);
      expect(await overhang(page)).toBe(0);
      expect(await seriousViolations(page)).toEqual([]);
      await screenshot(page, `identities-${name}-phone-french-dark`);
    }
    await goTo(page, '/identities');
    await press('Créer un service', page);
    await dialog(page).getByLabel('Nom').fill('Compteur');
    await press('Créer un service', dialog(page));
    await dialog(page).getByText('Ce secret s’affiche maintenant').waitFor();
    expect(await overhang(page)).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'identities-secret-phone-french-dark');
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it('lists hundreds, a hundred at a time, and finds one of them', async () => {
    await Promise.all(
      Array.from({ length: 230 }, (_, index) => invite(sonde, harbour.id, 'VIEWER', `member${index}@crowd.example`)),
    );
    await goTo(desk, '/identities?q=crowd');
    await desk.getByText(/^230 of \d+ people and services$/).waitFor();
    const rows = desk.getByRole('row');
    expect(await rows.count()).toBe(101);
    await press('Show more');
    expect(await rows.count()).toBe(201);
    await desk.getByLabel('Search by name or address').fill('member229');
    await row('member229 at crowd.example').waitFor();
    expect(await rows.count()).toBe(2);
    await desk.getByRole('link', { name: 'member229 at crowd.example' }).click();
    await desk.getByRole('link', { name: 'What was done to them' }).click();
    await desk.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
    expect(new URL(desk.url()).searchParams.has('targetId')).toBe(true);
  });
});

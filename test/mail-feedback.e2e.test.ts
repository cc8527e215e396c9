import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportDocument, IdentityDocument, UpdateIdentityDocument } from '../examples/generated/documents.ts';
import { finished, mailsAbout, requested } from './support/exports.ts';
import { aTime } from './support/matchers.ts';
import { makeMember, makeOrganization, type Member, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { until } from './support/until.ts';

/** Mails that do not arrive, or are called spam, and what Sonde does about their recipients. */
let sonde: Sonde;
let harbour: Organization;

const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
});
afterAll(() => sonde.close());

/** An identity, as an administrator sees it. */
async function seen({ identityId: id }: Member) {
  const { identity } = await harbour.administrator.request(IdentityDocument, { id });
  if (!identity) throw new Error(`There is no identity ${id}`);
  return identity;
}

/** Mails an export to somebody. @returns its id, and what became of the mail */
async function mailed({ email }: Member) {
  const id = await requested(harbour.operator, { ...DAY, recipients: [email] });
  await finished(sonde, id);
  const { export: found } = await harbour.operator.request(ExportDocument, { id });
  return { id, status: found?.status, recipients: found?.recipients };
}

const marked = (member: Member) =>
  until(`a mark of ${member.email}`, async () => {
    const identity = await seen(member);
    return identity.mailStatus === 'DELIVERABLE' ? undefined : identity;
  });

describe.each([
  ['bounces', 'bounce', 'BOUNCED', /^Mail to their address has bounced/],
  ['they call spam', 'complaint', 'COMPLAINED', /^They have called a mail of ours spam/],
] as const)('the recipient of a mail that %s', (_what, address, mailStatus, why) => {
  let reader: Member;

  beforeAll(async () => {
    reader = await makeMember(sonde, harbour.id, 'VIEWER', `${address}@simulator.amazonses.com`);
  });

  it('is marked, which is no edit', async () => {
    const before = await seen(reader);
    expect(before).toMatchObject({ mailStatus: 'DELIVERABLE', mailStatusAt: null });
    expect(await mailed(reader)).toMatchObject({ status: 'SUCCEEDED', recipients: [{ status: 'SENT', error: null }] });
    expect(await marked(reader)).toEqual({ ...before, mailStatus, mailStatusAt: aTime });
  });

  it('gets no more mails, and the export says why', async () => {
    const { id, ...rest } = await mailed(reader);
    const recipients = [{ status: 'FAILED', error: expect.stringMatching(why) as string }];
    expect(rest).toMatchObject({ status: 'SUCCEEDED', recipients });
    expect(await mailsAbout(sonde, id)).toEqual([]);
  });

  it('gets mails again when an administrator says so', async () => {
    const { version } = await seen(reader);
    const { updateIdentity } = await harbour.administrator.request(UpdateIdentityDocument, {
      input: { id: reader.identityId, expectedVersion: version, mailStatus: 'DELIVERABLE' },
    });
    expect(updateIdentity).toMatchObject({ mailStatus: 'DELIVERABLE', mailStatusAt: null, version: version + 1 });
    expect(await mailed(reader)).toMatchObject({ recipients: [{ status: 'SENT', error: null }] });
    // It goes wrong again, which is heard of again.
    expect(await marked(reader)).toMatchObject({ mailStatus, version: version + 1 });
  });
});

it('nobody else is marked', async () => {
  for (const member of [harbour.administrator, harbour.operator, harbour.viewer])
    expect(await seen(member)).toMatchObject({ mailStatus: 'DELIVERABLE', mailStatusAt: null });
});

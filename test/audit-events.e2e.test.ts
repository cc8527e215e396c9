import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditEventsDocument, CreateDeviceDocument, type AuditEventsQuery } from '../examples/generated/documents.ts';
import { eventsOf } from './support/audit.ts';
import { denied } from './support/graphql.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
});
afterAll(() => sonde.close());

describe('auditEvents', () => {
  it('is for administrators, of their own organization', async () => {
    for (const member of [harbour.operator, harbour.viewer]) {
      expect(await member.ask(AuditEventsDocument, {})).toEqual({
        data: null,
        errors: [denied('auditEvents', 'Query')],
      });
    }
    const { createDevice: device } = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
    const { auditEvents } = await meadow.administrator.request(AuditEventsDocument, { first: 100 });
    const theirs = new Set((await eventsOf(sonde, meadow)).map(({ id }) => id));
    expect(auditEvents.items.filter(({ id }) => !theirs.has(id))).toEqual([]);
    const about = await meadow.administrator.request(AuditEventsDocument, { targetId: device.id });
    expect(about.auditEvents.items).toEqual([]);
  });

  it('comes newest first, page by page, of the question that was asked', async () => {
    const names = ['One', 'Two', 'Three', 'Four', 'Five'];
    for (const name of names) await harbour.operator.request(CreateDeviceDocument, { input: { name } });
    const question = { actorId: harbour.operator.identityId, action: 'createDevice' };
    const all = await pages(question, 100);
    expect(all.slice(0, 5).map(({ details }) => (details === null ? null : (JSON.parse(details) as unknown)))).toEqual(
      names.reverse().map((name) => ({ name })),
    );
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    expect(await pages(question, 2)).toEqual(all);
    expect(await pages({ ...question, targetId: all[2]?.targetId ?? '' }, 1)).toEqual([all[2]]);

    // Of the period [from, to), to the millisecond.
    const [newest, , , , oldest] = all;
    const period = { from: oldest?.time ?? '', to: newest?.time ?? '' };
    expect(await pages({ ...question, ...period }, 3)).toEqual(
      all.filter(({ time }) => time >= period.from && time < period.to),
    );
  });

  it('takes the token of the same question only', async () => {
    const { administrator } = harbour;
    const first = await administrator.request(AuditEventsDocument, { action: 'createDevice', first: 1 });
    const { nextToken } = first.auditEvents;
    expect(nextToken).not.toBeNull();
    const refusal = {
      data: null,
      errors: [{ errorType: 'ValidationError', message: expect.stringContaining('for this question') as string }],
    };
    expect(await administrator.ask(AuditEventsDocument, { first: 1, nextToken })).toMatchObject(refusal);
    expect(await administrator.ask(AuditEventsDocument, { action: 'deleteDevice', nextToken })).toMatchObject(refusal);
    expect(await meadow.administrator.ask(AuditEventsDocument, { action: 'createDevice', nextToken })).toMatchObject(
      refusal,
    );
  });

  async function pages(question: object, first: number) {
    const items = [];
    let nextToken: string | null = null;
    do {
      const { auditEvents }: AuditEventsQuery = await harbour.administrator.request(AuditEventsDocument, {
        ...question,
        first,
        nextToken,
      });
      expect(auditEvents.items.length).toBeLessThanOrEqual(first);
      items.push(...auditEvents.items);
      ({ nextToken } = auditEvents);
    } while (nextToken !== null);
    return items;
  }
});

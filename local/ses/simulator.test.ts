import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWorld, type World } from './testing/world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

describe('the mailbox simulator', () => {
  test.each<[string, string[]]>([
    ['success@simulator.amazonses.com', ['Été']],
    ['bounce@simulator.amazonses.com', ['Delivery Status Notification (Failure): Été']],
    ['Bounce+label@simulator.amazonses.com', ['Delivery Status Notification (Failure): Été']],
    ['suppressionlist@simulator.amazonses.com', ['Delivery Status Notification (Failure): Été']],
    ['complaint@simulator.amazonses.com', ['Été', 'Complaint: Été']],
    ['ooto@simulator.amazonses.com', ['Été', 'Automatic reply: Été']],
  ])('takes mail to %s', async (address, subjects) => {
    const { MessageId } = await world.send({ Destination: { ToAddresses: [address] } });
    expect(MessageId).toBeDefined();
    expect(world.mails.map(({ subject }) => subject)).toEqual(subjects);
    for (const { subject, to, text } of world.mails.filter(({ subject }) => subject !== 'Été')) {
      expect([subject, to, text]).toEqual([subject, ['no-reply@example.com'], expect.stringContaining(address)]);
    }
  });

  test('leaves the other recipients alone, and tells the return path', async () => {
    await world.send({
      Destination: { ToAddresses: ['ada@example.org'], CcAddresses: ['bounce@simulator.amazonses.com'] },
      FeedbackForwardingEmailAddress: 'bounces@example.com',
    });
    expect(world.mails).toMatchObject([{ to: ['ada@example.org'], cc: [] }, { to: ['bounces@example.com'] }]);
  });
});

import type { Lane } from './lane.ts';
import { download } from './operations/exports.ts';
import type { World } from './world.ts';

/** Looks through the mails that have come since, and follows their links. Each is of one organization, which its recipient has to do with. */
export async function readMails(world: World): Promise<void> {
  const { sonde, lanes, ownership, invitations, read } = world;
  for (const mail of await sonde.services.mailbox.list()) {
    if (read.has(mail.id)) continue;
    read.add(mail.id);
    const { to, cc = [], bcc = [], subject, text, html = '' } = mail;
    const content = [subject, text, html].join('\n');
    const addresses = [...to, ...cc, ...bcc];
    const of = lanes.filter(({ model }) => addresses.every((address) => invitations.knows(address, model.id)));
    const lane = of.find(
      ({ model }) => ownership.foreignIn(content, model.id, { sent: addresses.join(' ') }).length === 0,
    );
    if (!lane)
      throw new Error(
        `A mail to ${addresses.join(', ')} has something of an organization that they have nothing to do with:\n${content}`,
      );
    const links = text.match(/http:\/\/\S+\/exports\/\S+/g) ?? [];
    for (const link of links) {
      await download(lane, link);
      await refused(lane, link);
    }
  }
}

/** The same link leads nowhere with another organization in it. */
async function refused(lane: Lane, link: string): Promise<void> {
  for (const other of lane.foreign.organizations) {
    const changed = link.replace(lane.model.id, other);
    lane.note(`GET ${changed}`);
    const { status } = await fetch(changed, { redirect: 'manual' });
    lane.expect(status === 404, `404, not ${status}`);
  }
}

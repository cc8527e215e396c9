import * as v from 'valibot';
import type { Sonde } from './sonde.ts';
import { rowsOf } from './tables.ts';
import { until } from './until.ts';

const Mails = v.array(
  v.object({
    id: v.string(),
    to: v.array(v.string()),
    subject: v.string(),
    text: v.string(),
    html: v.optional(v.string(), ''),
  }),
);
const Invitation = v.optional(v.object({ status: v.string() }));
export type Mail = v.InferOutput<typeof Mails>[number];

/** The mails to an address, newest first, as the mailbox has them. */
export async function mailsTo({ addresses }: Sonde, address: string): Promise<Mail[]> {
  const response = await fetch(new URL(`messages?to=${encodeURIComponent(address)}`, addresses.mailUrl));
  return v.parse(Mails, await response.json());
}

/** The newest of the mails to an address whose subject matches, when there are so many of them. */
export async function mailTo(sonde: Sonde, address: string, subject: RegExp, mails = 1): Promise<Mail> {
  return until(`mail ${mails} to ${address}`, async () => {
    const received = (await mailsTo(sonde, address)).filter((mail) => subject.test(mail.subject));
    return received.length >= mails ? received[0] : undefined;
  });
}

/** Waits until no invitation is about to be mailed: from then on, rows of identities change only by what a test does. */
export async function invitationsMailed(sonde: Sonde): Promise<void> {
  await until('the mail of each invitation', async () => {
    const invitations = (await rowsOf(sonde, 'identities')).map(({ invitation }) => v.parse(Invitation, invitation));
    return invitations.some((each) => each?.status === 'PENDING') ? undefined : true;
  });
}

/** The code of the newest mail to an address that has one, when there are so many of them. */
export async function codeFor(sonde: Sonde, address: string, mails = 1): Promise<string> {
  return until(`code ${mails} to ${address}`, async () => {
    const codes = (await mailsTo(sonde, address)).flatMap(({ text }) => /\b\d{6}\b/.exec(text)?.[0] ?? []);
    return codes.length >= mails ? codes[0] : undefined;
  });
}

import * as v1 from '@aws-sdk/client-ses';
import * as v2 from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Mail } from '../shared/ports.ts';
import { startWorld, type World } from './testing/world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

const mime = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1');
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** By both APIs, which must make the same of it. */
async function sendRaw(raw: Uint8Array, destinations?: string[]): Promise<Mail> {
  const Destination = destinations && { Destination: { ToAddresses: destinations } };
  await world.client.send(new v2.SendEmailCommand({ ...Destination, Content: { Raw: { Data: raw } } }));
  const Destinations = destinations && { Destinations: destinations };
  await world.first.send(new v1.SendRawEmailCommand({ ...Destinations, RawMessage: { Data: raw } }));
  expect(world.mails).toHaveLength(2);
  expect(world.mails[1]).toEqual(world.mails[0]);
  return world.mails[0]!;
}

const HEADERS = ['From: no-reply@example.com', 'To: ada@example.org', 'Subject: Hello', 'MIME-Version: 1.0'];

test('alternatives, attachments, encoded words and transfer encodings', async () => {
  const sent = await sendRaw(
    mime(
      `From: =?utf-8?Q?J=C3=B6rg?= <joerg@example.com>`,
      'To: "Lovelace, Ada" <ada@example.org>,',
      ' Bert <bert@example.org>',
      'Cc: Team: cleo@example.org, dora@example.org;',
      'Reply-To: help@example.com',
      `Subject: =?UTF-8?B?${base64('Export prêt')}?= =?iso-8859-1?Q?=E9t=E9?=`,
      'List-Unsubscribe: <https://example.com/leave>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="outer"',
      '',
      '--outer',
      'Content-Type: multipart/alternative; boundary=inner',
      '',
      '--inner',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'D=E9j=E0 pr=',
      '=EAt: https://example.com/?a=3D1',
      '--inner',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      base64('<p>Déjà <a href="https://example.com/?a=1">prêt</a></p>'),
      '--inner--',
      '--outer',
      'Content-Type: text/csv; name="=?utf-8?Q?donn=C3=A9es.csv?="',
      "Content-Disposition: attachment; filename*=utf-8''donn%C3%A9es.csv",
      'Content-Transfer-Encoding: base64',
      '',
      base64('a,b\r\n1,2\r\n'),
      '--outer--',
      '',
    ),
  );
  expect(sent).toEqual({
    from: 'Jörg <joerg@example.com>',
    to: ['ada@example.org', 'bert@example.org'],
    cc: ['cleo@example.org', 'dora@example.org'],
    replyTo: ['help@example.com'],
    subject: 'Export prêtété',
    text: 'Déjà prêt: https://example.com/?a=1\n',
    html: expect.stringContaining('<p>Déjà <a href="https://example.com/?a=1">prêt</a></p>') as string,
    headers: [{ name: 'List-Unsubscribe', value: '<https://example.com/leave>' }],
    attachments: [{ name: 'données.csv', contentType: 'text/csv', bytes: 10 }],
  });
});

test('HTML alone, in base64', async () => {
  const html = '<p>Prêt</p>';
  const sent = await sendRaw(
    mime(...HEADERS, 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64', '', base64(html)),
  );
  expect(sent).toMatchObject({ subject: 'Hello', text: '', html });
});

test('text alone, without a content type', async () => {
  expect(await sendRaw(mime(...HEADERS, '', 'Just text'))).toMatchObject({ text: 'Just text\n' });
});

test('the envelope says who gets it, and who is in no header gets a blind copy', async () => {
  const raw = mime(...HEADERS, 'Cc: cleo@example.org', '', 'text');
  expect(await sendRaw(raw, ['cleo@example.org', 'dora@example.org'])).toMatchObject({
    to: [],
    cc: ['cleo@example.org'],
    bcc: ['dora@example.org'],
  });
});

test('without an envelope, the header Bcc counts', async () => {
  expect(await sendRaw(mime(...HEADERS, 'Bcc: dora@example.org', '', 'text'))).toMatchObject({
    to: ['ada@example.org'],
    bcc: ['dora@example.org'],
  });
});

test.each([
  ['no sender', ['To: ada@example.org'], "Missing required header 'From'."],
  ['no recipient', ['From: no-reply@example.com'], 'The message has no recipient.'],
  ['two subjects', [...HEADERS, 'subject: Again'], "Duplicate header 'subject'."],
  ['a recipient without a domain', [...HEADERS, 'Cc: bert'], "Missing final '@domain'"],
  ['a sender who is not verified', ['From: x@other.example', 'To: ada@example.org'], 'not verified'],
  ['a return path that is not verified', [...HEADERS, 'Return-Path: <x@other.example>'], 'x@other.example'],
])('%s is refused', async (_, headers, message) => {
  await expect(sendRaw(mime(...headers, '', 'text'))).rejects.toThrow(message);
  expect(world.mails).toEqual([]);
});

test('the sender of the request is checked beside that of the message', async () => {
  const raw = mime(...HEADERS, '', 'text');
  const FromEmailAddress = 'x@other.example';
  await expect(
    world.client.send(new v2.SendEmailCommand({ FromEmailAddress, Content: { Raw: { Data: raw } } })),
  ).rejects.toBeInstanceOf(v2.MessageRejected);
  await expect(
    world.first.send(new v1.SendRawEmailCommand({ Source: FromEmailAddress, RawMessage: { Data: raw } })),
  ).rejects.toBeInstanceOf(v1.MessageRejected);
});

test('more than 10 MB are too many for the first API alone', async () => {
  const Data = mime(...HEADERS, '', 'x'.repeat(10 * 1024 * 1024));
  await expect(world.first.send(new v1.SendRawEmailCommand({ RawMessage: { Data } }))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: expect.stringContaining('Message length is more than 10485760 bytes long') as string,
  });
  await world.client.send(new v2.SendEmailCommand({ Content: { Raw: { Data } } }));
});

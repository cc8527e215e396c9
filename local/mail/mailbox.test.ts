import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../shared/log.ts';
import type { Mail } from '../shared/ports.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

let folder: string;
let remove: () => Promise<void>;
let mailbox: Mailbox;

beforeEach(async () => {
  ({ directory: folder, remove } = await temporaryDirectory());
  mailbox = await createMailbox({ directory: join(folder, 'mail'), log: silentLog, clock: () => 1_700_000_000_000 });
});
afterEach(async () => {
  await mailbox.close();
  await remove();
});

const mail = (subject: string, more: Partial<Mail> = {}): Mail => ({
  from: 'no-reply@example.com',
  to: ['ada@example.com'],
  subject,
  text: `Text of ${subject}`,
  ...more,
});

test('mails are listed newest first, and by recipient whatever the case', async () => {
  await mailbox.deliver(mail('first'));
  await mailbox.deliver(mail('second', { to: ['bert@example.com', 'Ada@Example.com'] }));
  await mailbox.deliver(mail('third', { to: ['bert@example.com'] }));
  expect((await mailbox.list()).map(({ subject }) => subject)).toEqual(['third', 'second', 'first']);
  expect((await mailbox.list('ADA@example.com')).map(({ subject }) => subject)).toEqual(['second', 'first']);
  const [newest] = await mailbox.list();
  expect(await mailbox.get(newest?.id ?? '')).toEqual(newest);
  expect(newest).toMatchObject({ receivedAt: 1_700_000_000_000 });
  expect(await mailbox.get('none')).toBeUndefined();
  await mailbox.clear();
  expect(await mailbox.list()).toEqual([]);
});

test('the newest 500 are kept', async () => {
  await Promise.all(Array.from({ length: 503 }, (_, index) => mailbox.deliver(mail(String(index)))));
  const kept = await mailbox.list();
  expect(kept).toHaveLength(500);
  expect(kept.at(0)?.subject).toBe('502');
  expect(kept.at(-1)?.subject).toBe('3');
});

test('delivered mail survives the sudden end of the process', async () => {
  await mailbox.deliver(mail('kept'));
  await cp(join(folder, 'mail'), join(folder, 'copy'), { recursive: true });
  const revived = await createMailbox({ directory: join(folder, 'copy'), log: silentLog });
  await revived.deliver(mail('later'));
  expect((await revived.list()).map(({ subject }) => subject)).toEqual(['later', 'kept']);
  await revived.close();
});

test('the page links within its mount, and shows mails without running them', async () => {
  const hostile = '<script>alert(1)</script>"\'';
  await mailbox.deliver(mail(hostile, { text: hostile, html: `<p>${hostile}</p>`, to: [`${hostile}@example.com`] }));
  const app = new Hono().route('/mail', mailbox.routes());

  const list = await app.request('/mail');
  const listed = await list.text();
  expect(listed).not.toContain('<script>');
  const href = /href="(\/mail\/view\/[^"]+)"/.exec(listed)?.[1] ?? '';
  expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");

  const view = await (await app.request(href)).text();
  expect(view).not.toContain('<script>');
  expect(view).toMatch(
    /<iframe sandbox="[^"]*" title="[^"]*" srcdoc="&lt;base target=&quot;_blank&quot;&gt;&lt;p&gt;&lt;script&gt;/,
  );
  expect(view).toContain('href="/mail"');
  expect((await app.request('/mail/view/none')).status).toBe(404);
});

test('the JSON has the list and each mail', async () => {
  await mailbox.deliver(mail('one'));
  await mailbox.deliver(mail('two', { to: ['bert@example.com'] }));
  const app = mailbox.routes();
  expect(await (await app.request('/messages')).json()).toMatchObject([{ subject: 'two' }, { subject: 'one' }]);
  expect(await (await app.request('/messages?to=ada@example.com')).json()).toMatchObject([{ subject: 'one' }]);
  const [newest] = await mailbox.list();
  expect(await (await app.request(`/messages/${newest?.id}`)).json()).toEqual(newest);
  expect((await app.request('/messages/none')).status).toBe(404);
  expect(await (await app.request('/?to=nobody@example.com')).text()).toContain('No mail to nobody@example.com yet.');
});

test('the link in a mail can be clicked, in its text and in its HTML', async () => {
  const link = 'http://127.0.0.1:4000/exports/o/e/s?a=1&b=2';
  await mailbox.deliver(mail('link', { text: `Here: ${link}.\nBye.`, html: `<a href="${link}">Download</a>` }));
  const view = await viewNewest();
  expect(view).toContain('Here: <a href="http://127.0.0.1:4000/exports/o/e/s?a=1&amp;b=2" target="_blank"');
  expect(view).toContain('</a>.\nBye.</pre>');
  expect(view).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  expect(view).toContain('srcdoc="&lt;base target=&quot;_blank&quot;&gt;&lt;a href=');
});

test('hostile text and HTML stay inert', async () => {
  const breakOut = '"></iframe><script>alert(1)</script><a href="javascript:alert(1)" onclick="alert(1)">x</a>';
  const text = `http://127.0.0.1/${breakOut} https://example.com/"onmouseover="alert(1) javascript:alert(1)`;
  const headers = [{ name: breakOut, value: breakOut }];
  const attachments = [{ name: breakOut, contentType: breakOut, bytes: 1 }];
  await mailbox.deliver(
    mail(breakOut, { text, html: breakOut, from: breakOut, cc: [breakOut], replyTo: [breakOut], headers, attachments }),
  );
  const view = await viewNewest();
  expect(view).not.toMatch(/<script|<a [^>]*(javascript|onclick|onmouseover)/);
  expect(view.match(/<iframe|<\/iframe>/g)).toEqual(['<iframe', '</iframe>']);
  expect(view).not.toMatch(/allow-(scripts|same-origin|forms|top-navigation)/);

  const policy = (await mailbox.routes().request('/')).headers.get('content-security-policy') ?? '';
  expect(policy.split('; ')).toContain("default-src 'none'");
  expect(policy).not.toMatch(/script-src|connect-src|http/);
});

test('copies are shown and found, and what is not there is not shown', async () => {
  await mailbox.deliver(
    mail('copied', {
      cc: ['bert@example.com'],
      bcc: ['cleo@example.com'],
      replyTo: ['help@example.com'],
      headers: [{ name: 'List-Unsubscribe', value: '<https://example.com/leave>' }],
      attachments: [{ name: 'a.csv', contentType: 'text/csv', bytes: 12 }],
    }),
  );
  for (const address of ['ada@example.com', 'BERT@example.com', 'cleo@example.com']) {
    expect(await mailbox.list(address)).toHaveLength(1);
  }
  const view = await viewNewest();
  for (const shown of ['bert@', 'cleo@', 'help@', 'List-Unsubscribe', 'a.csv (text/csv, 12 bytes)']) {
    expect(view).toContain(shown);
  }
  await mailbox.deliver(mail('plain', { text: '' }));
  const plain = await viewNewest();
  for (const absent of ['Cc', 'Bcc', 'Reply-To', 'Attached', '<h2>']) expect(plain).not.toContain(absent);
});

async function viewNewest(): Promise<string> {
  const [newest] = await mailbox.list();
  return (await mailbox.routes().request(`/view/${newest?.id}`)).text();
}

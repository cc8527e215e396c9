import { html, raw } from 'hono/html';
import { splitLinks, type TextPart } from './links.ts';
import { recipientsOf, type StoredMail } from './store.ts';

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border-bottom: 1px solid #8884; padding: .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  pre { background: #8881; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
  iframe { background: #fff; border: 1px solid #8884; height: 32rem; width: 100%; }
  dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
`;

type Markup = ReturnType<typeof html>;

function page(title: string, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}

/** The list of mails. `base` is the path that the mailbox is mounted at, without a slash at the end. */
export function listPage(mails: readonly StoredMail[], to: string | undefined, base: string): Markup {
  const rows = mails.map(
    (mail) =>
      html`<tr>
        <td><time datetime="${isoTime(mail)}">${readableTime(mail)}</time></td>
        <td>${recipientsOf(mail).join(', ')}</td>
        <td><a href="${base}/view/${encodeURIComponent(mail.id)}">${mail.subject || '(no subject)'}</a></td>
      </tr>`,
  );
  return page(
    'Mailbox',
    html`<h1>Mailbox</h1>
      <form method="get">
        <label>To <input type="search" name="to" value="${to ?? ''}" placeholder="anybody" /></label>
        <button>Show</button>
      </form>
      ${
        mails.length === 0
          ? html`<p>No mail${to === undefined ? '' : ` to ${to}`} yet.</p>`
          : html`<table>
              <thead>
                <tr>
                  <th>Received (UTC)</th>
                  <th>To</th>
                  <th>Subject</th>
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>`
      }`,
  );
}

/** The sandbox lets a link of the mail open in a tab of its own, as any page would; nothing else. No script, form or frame of the mail works. */
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

/** First in the document, so that no `<base>` of the mail counts. A `srcdoc` needs no doctype before it. */
const OPEN_IN_NEW_TAB = '<base target="_blank">';

/** One mail: its text with its links, and its HTML in a frame that can run and load nothing. */
export function mailPage(mail: StoredMail, base: string): Markup {
  const text = html`<h2>Text</h2>
    <pre>${splitLinks(mail.text).map(textPart)}</pre>`;
  const frame =
    mail.html === undefined
      ? ''
      : html`<h2>HTML</h2>
          <iframe sandbox="${SANDBOX}" title="The mail as HTML" srcdoc="${OPEN_IN_NEW_TAB}${mail.html}"></iframe>`;
  return page(
    mail.subject,
    html`<p><a href="${base === '' ? '/' : base}">All mail</a></p>
      <h1>${mail.subject || '(no subject)'}</h1>
      <dl>
        ${details(mail)}
        <dt>Received (UTC)</dt>
        <dd><time datetime="${isoTime(mail)}">${readableTime(mail)}</time></dd>
      </dl>
      ${mail.text === '' ? '' : text} ${frame}`,
  );
}

function textPart({ text, href }: TextPart): Markup {
  return href === undefined
    ? html`${text}`
    : html`<a href="${href}" target="_blank" rel="noopener noreferrer">${text}</a>`;
}

function details({ from, to, cc = [], bcc = [], replyTo = [], headers = [], attachments = [] }: StoredMail): Markup[] {
  const lines: [name: string, value: string][] = [
    ['From', from],
    ['To', to.join(', ')],
    ['Cc', cc.join(', ')],
    ['Bcc', bcc.join(', ')],
    ['Reply-To', replyTo.join(', ')],
    ...headers.map(({ name, value }): [string, string] => [name, value]),
    [
      'Attached',
      attachments.map(({ name, contentType, bytes }) => `${name} (${contentType}, ${bytes} bytes)`).join(', '),
    ],
  ];
  return lines
    .filter(([, value]) => value !== '')
    .map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    );
}

const isoTime = ({ receivedAt }: StoredMail) => new Date(receivedAt).toISOString();
const readableTime = (mail: StoredMail) => isoTime(mail).slice(0, 19).replace('T', ' ');

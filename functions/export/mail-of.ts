import { downloadUrl } from '../shared/exports/links.ts';
import type { ExportRow } from '../shared/exports/row.ts';
import type { RenderedMail } from '../shared/mail/letter.ts';
import type { MailedOutcome, MailedRequest } from './mail/export-mail.ts';
import { exportMail } from './mail/export-mail.ts';
import { MAX_NAMES } from './mail/facts.ts';
import type { Person, Ports } from './ports.ts';

/** The mail that tells one recipient how an export ended. @param secret of their links */
export async function mailOf(
  row: ExportRow,
  { person, secret }: { person: Person; secret: string },
  { devices, people, settings }: Pick<Ports, 'devices' | 'people' | 'settings'>,
): Promise<RenderedMail> {
  const { organizationId, id: exportId, requestedBy, request } = row;
  const [organizationName, requester, mailedDevices] = await Promise.all([
    people.organizationName(organizationId),
    people.find(organizationId, requestedBy),
    devicesOf(row, devices),
  ]);
  const { deviceIds: _deviceIds, ...rest } = request;
  return exportMail({
    locale: person.locale,
    organizationName,
    recipientName: person.name,
    ...(requester && { requestedByName: requester.name }),
    exportId,
    request: { ...rest, devices: mailedDevices },
    outcome: outcomeOf(row, (file) => downloadUrl(settings.downloadUrl, { organizationId, exportId, secret, file })),
  });
}

async function devicesOf(
  { organizationId, request }: ExportRow,
  devices: Ports['devices'],
): Promise<MailedRequest['devices']> {
  const { deviceIds } = request;
  if (deviceIds === null) return null;
  const named = await devices.list(organizationId, deviceIds.slice(0, MAX_NAMES));
  return { count: deviceIds.length, names: named.map(({ name }) => name) };
}

function outcomeOf(
  { status, error, files, rows, bytes, expiresAt }: ExportRow,
  urlOf: (file: number) => string,
): MailedOutcome {
  if (status === 'FAILED' && error) return { kind: 'FAILED', ...error };
  if (status !== 'SUCCEEDED' || rows === undefined || bytes === undefined || expiresAt === undefined)
    throw new Error(`There is nothing to be mailed about an export that is ${status}`);
  return {
    kind: 'SUCCEEDED',
    files: files.map((file, index) => ({ ...file, url: urlOf(index) })),
    rows,
    bytes,
    expiresAt,
  };
}

import type { DocumentNode } from 'graphql';
import {
  CreateDeviceDocument,
  CreateIdentityDocument,
  DeleteDeviceDocument,
  DeleteIdentityDocument,
  DeviceDocument,
  DevicesDocument,
  ExportsDocument,
  IdentitiesDocument,
  IdentityDocument,
  LatestDocument,
  ReadingsDocument,
  RecordReadingsDocument,
  UpdateDeviceDocument,
  UpdateIdentityDocument,
  UpdateOrganizationDocument,
} from '../../examples/generated/documents.ts';
import type { Organization } from './people.ts';

/** An id that could be one, and is not. */
export const UNKNOWN = '01J00000000000000000000000';
export const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `metric${index}`);
const text = (length: number): string => 'x'.repeat(length);

const invalid = (message: string) => ['ValidationError', message] as const;
const notFound = (noun: string, id: string) => ['NotFoundError', `There is no ${noun} with the id "${id}".`] as const;
const notAToken = (field: string) =>
  invalid(
    `nextToken is not one that ${field} gave to your organization: send the nextToken of the page before as it is, or none for the first page.`,
  );
type Refusal = readonly [errorType: string, message: string];

/** What exists when the tests run. */
export interface Known {
  organization: Organization;
  /** A device at version 2. */
  deviceId: string;
}

/** Variables that a field refuses, and how. */
type Case = readonly [variables: (known: Known) => object, refusal: Refusal];

export interface Refused {
  document: DocumentNode;
  field: string;
  /** Whether the field may be null: if not, there is no data at all. */
  nullable?: boolean;
  cases: Readonly<Record<string, Case>>;
}

const given = (variables: object, refusal: Refusal): Case => [() => variables, refusal];
const input = (members: object, refusal: Refusal): Case => given({ input: members }, refusal);
const ofDevice = (variables: object, refusal: Refusal): Case => [
  ({ deviceId }) => ({ deviceId, ...DAY, ...variables }),
  refusal,
];
const recorded = { metric: 'level', time: DAY.from, value: 1 };
const recording = (readings: object[], refusal: Refusal): Case => [
  ({ deviceId }) => ({ input: { deviceId, readings } }),
  refusal,
];
const deviceInput = (members: object, refusal: Refusal): Case => [
  ({ deviceId }) => ({ input: { id: deviceId, expectedVersion: 2, ...members } }),
  refusal,
];
const identityInput = (members: object, refusal: Refusal): Case => [
  ({ organization }) => ({ input: { id: organization.viewer.identityId, expectedVersion: 2, ...members } }),
  refusal,
];

const metricName = (name: string) =>
  invalid(
    `metrics: "${name}" is no metric name: a letter or digit, then up to 63 letters, digits, "-", ":", ".", "/" or "_".`,
  );
const blank = (member: string) => invalid(`${member} must have at least one character that is not blank.`);
const tooLong = (member: string, most: number, length: number) =>
  invalid(`${member} must have at most ${most} characters; it has ${length}.`);
const emptied = (member: string) => invalid(`${member} cannot be emptied: leave it out to keep it, or give a value.`);
const degrees = (member: string, most: number, value: number) =>
  invalid(`location.${member} must be -${most} to ${most} degrees; it is ${value}.`);

/** What a device cannot have, whether it is made or changed. */
const deviceMembers = (make: (members: object, refusal: Refusal) => Case) => ({
  'a blank name': make({ name: ' \t' }, blank('name')),
  'an empty name': make({ name: '' }, blank('name')),
  'too long a name': make({ name: text(201) }, tooLong('name', 200, 201)),
  'too long a description': make({ description: text(2001) }, tooLong('description', 2000, 2001)),
  'a place too far north': make({ location: { latitude: 90.1, longitude: 0 } }, degrees('latitude', 90, 90.1)),
  'a place too far south': make({ location: { latitude: -91, longitude: 0 } }, degrees('latitude', 90, -91)),
  'a place too far east': make({ location: { latitude: 0, longitude: 180.5 } }, degrees('longitude', 180, 180.5)),
  'a place too far west': make({ location: { latitude: 0, longitude: -181 } }, degrees('longitude', 180, -181)),
  'a place with a blank name': make({ location: { latitude: 0, longitude: 0, name: ' ' } }, blank('location.name')),
  'too many metrics': make(
    { metrics: names(51).map((name) => ({ name })) },
    invalid('metrics must have at most 50 metrics; it has 51.'),
  ),
  'a metric with no name for one': make({ metrics: [{ name: '_st' }] }, metricName('_st')),
  'a metric twice': make(
    { metrics: [{ name: 'level' }, { name: 'level' }] },
    invalid('metrics must have each value once; "level" is there twice.'),
  ),
  'a metric with too long a label': make(
    { metrics: [{ name: 'level', label: text(201) }] },
    tooLong('metrics: the label of "level"', 200, 201),
  ),
  'a metric with too long a unit': make(
    { metrics: [{ name: 'level', unit: text(33) }] },
    tooLong('metrics: the unit of "level"', 32, 33),
  ),
});

/** By field, what it refuses though it fits the schema. */
export const refused: readonly Refused[] = [
  {
    document: DeviceDocument,
    field: 'device',
    nullable: true,
    cases: {
      'an unknown id': given({ id: UNKNOWN }, notFound('device', UNKNOWN)),
      'what is no id': given({ id: 'buoy' }, notFound('device', 'buoy')),
      'an empty id': given({ id: '' }, notFound('device', '')),
    },
  },
  {
    document: IdentityDocument,
    field: 'identity',
    nullable: true,
    cases: {
      'an unknown id': given({ id: UNKNOWN }, notFound('identity', UNKNOWN)),
      'what is no id': given({ id: 'me' }, notFound('identity', 'me')),
    },
  },
  ...[
    { document: DevicesDocument, field: 'devices', other: 'identities' },
    { document: IdentitiesDocument, field: 'identities', other: 'devices' },
    { document: ExportsDocument, field: 'exports', other: 'devices' },
  ].map(({ document, field, other }) => ({
    document,
    field,
    cases: {
      'a page of none': given({ first: 0 }, invalid('first must be 1 to 100; it is 0.')),
      'too large a page': given({ first: 101 }, invalid('first must be 1 to 100; it is 101.')),
      'what is no token': given({ nextToken: 'garbage' }, notAToken(field)),
      'an empty token': given({ nextToken: '' }, notAToken(field)),
      'a token of another query': [
        ({ organization }: Known) => ({ nextToken: `${other}.${organization.id}.eyJ2ZXJzaW9uIjoz` }),
        notAToken(field),
      ] as const,
      'a token that looks right': [
        ({ organization }: Known) => ({ nextToken: `${field}.${organization.id}.garbage` }),
        notAToken(field),
      ] as const,
    },
  })),
  {
    document: RecordReadingsDocument,
    field: 'recordReadings',
    cases: {
      'an unknown device': input({ deviceId: UNKNOWN, readings: [recorded] }, notFound('device', UNKNOWN)),
      'what is no id': input({ deviceId: 'buoy', readings: [recorded] }, notFound('device', 'buoy')),
      'no reading': recording([], invalid('The number of readings must be 1 to 1000; it is 0.')),
      'too many readings': recording(
        Array.from({ length: 1001 }, () => recorded),
        invalid('The number of readings must be 1 to 1000; it is 1001.'),
      ),
    },
  },
  {
    document: ReadingsDocument,
    field: 'readings',
    cases: {
      'an unknown device': given({ deviceId: UNKNOWN, ...DAY }, notFound('device', UNKNOWN)),
      'what is no id': given({ deviceId: 'buoy', ...DAY }, notFound('device', 'buoy')),
      'an empty period': ofDevice({ to: DAY.from }, invalid('`from` is not before `to`; the period is [from, to)')),
      'a period that ends before it begins': ofDevice(
        { from: DAY.to, to: DAY.from },
        invalid('`from` is not before `to`; the period is [from, to)'),
      ),
      'a page of none': ofDevice({ first: 0 }, invalid('first must be 1 to 1000; it is 0.')),
      'too large a page': ofDevice({ first: 1001 }, invalid('first must be 1 to 1000; it is 1001.')),
      'too many metrics': ofDevice({ metrics: names(51) }, invalid('metrics must have at most 50 metrics; it has 51.')),
      'no metric': ofDevice(
        { metrics: [] },
        invalid('metrics must name at least one metric; leave it out to get all of them.'),
      ),
      'what is no metric': ofDevice({ metrics: ["level' OR '1'='1"] }, metricName("level' OR '1'='1")),
      'a metric twice': ofDevice(
        { metrics: ['level', 'level'] },
        invalid('metrics must have each value once; "level" is there twice.'),
      ),
      'what is no cursor': ofDevice(
        { after: 'garbage' },
        invalid('`after` is not a cursor; give the `nextCursor` of a page, whole and unchanged'),
      ),
      'an empty cursor': ofDevice(
        { after: '' },
        invalid('`after` is not a cursor; give the `nextCursor` of a page, whole and unchanged'),
      ),
    },
  },
  {
    document: LatestDocument,
    field: 'latest',
    cases: {
      'an unknown device': given({ deviceIds: [UNKNOWN] }, notFound('device', UNKNOWN)),
      'what is no id': given({ deviceIds: ['buoy'] }, notFound('device', 'buoy')),
      'no device': given({ deviceIds: [] }, invalid('The number of deviceIds must be 1 to 50; it is 0.')),
      'too many devices': given(
        { deviceIds: names(51) },
        invalid('The number of deviceIds must be 1 to 50; it is 51.'),
      ),
      'a device twice': given(
        { deviceIds: [UNKNOWN, UNKNOWN] },
        invalid(`deviceIds must have each value once; "${UNKNOWN}" is there twice.`),
      ),
      'too many metrics': [
        ({ deviceId }) => ({ deviceIds: [deviceId], metrics: names(51) }),
        invalid('metrics must have at most 50 metrics; it has 51.'),
      ],
      'no metric': [
        ({ deviceId }) => ({ deviceIds: [deviceId], metrics: [] }),
        invalid('metrics must name at least one metric; leave it out to get all of them.'),
      ],
      'what is no metric': [({ deviceId }) => ({ deviceIds: [deviceId], metrics: ['_st'] }), metricName('_st')],
    },
  },
  {
    document: CreateDeviceDocument,
    field: 'createDevice',
    cases: deviceMembers((members, refusal) => input({ name: 'Buoy', ...members }, refusal)),
  },
  {
    document: UpdateDeviceDocument,
    field: 'updateDevice',
    cases: {
      'an unknown id': input({ id: UNKNOWN, expectedVersion: 1 }, notFound('device', UNKNOWN)),
      'what is no id': input({ id: 'buoy', expectedVersion: 1 }, notFound('device', 'buoy')),
      'no name any more': deviceInput({ name: null }, emptied('name')),
      ...deviceMembers(deviceInput),
    },
  },
  {
    document: DeleteDeviceDocument,
    field: 'deleteDevice',
    cases: {
      'an unknown id': input({ id: UNKNOWN, expectedVersion: 1 }, notFound('device', UNKNOWN)),
      'what is no id': input({ id: 'buoy', expectedVersion: 1 }, notFound('device', 'buoy')),
    },
  },
  {
    document: CreateIdentityDocument,
    field: 'createIdentity',
    cases: {
      'a blank name': input({ name: ' ', email: 'new@harbour.example', role: 'VIEWER' }, blank('name')),
      'too long a name': input(
        { name: text(201), email: 'new@harbour.example', role: 'VIEWER' },
        tooLong('name', 200, 201),
      ),
    },
  },
  {
    document: UpdateIdentityDocument,
    field: 'updateIdentity',
    cases: {
      'an unknown id': input({ id: UNKNOWN, expectedVersion: 1 }, notFound('identity', UNKNOWN)),
      'what is no id': input({ id: 'me', expectedVersion: 1 }, notFound('identity', 'me')),
      'no name any more': identityInput({ name: null }, emptied('name')),
      'no role any more': identityInput({ role: null }, emptied('role')),
      'no locale any more': identityInput({ locale: null }, emptied('locale')),
      'no status any more': identityInput({ status: null }, emptied('status')),
      'a blank name': identityInput({ name: ' ' }, blank('name')),
      'a status that only a new one has': identityInput(
        { status: 'INVITED' },
        invalid('status cannot be set to INVITED: it is what a new identity has until the first sign-in.'),
      ),
      'no status of mail any more': identityInput({ mailStatus: null }, emptied('mailStatus')),
      'a status of mail that is not theirs to set': identityInput(
        { mailStatus: 'BOUNCED' },
        invalid("mailStatus cannot be set to BOUNCED: that is the mail service's to say."),
      ),
    },
  },
  {
    document: DeleteIdentityDocument,
    field: 'deleteIdentity',
    cases: {
      'an unknown id': input({ id: UNKNOWN, expectedVersion: 1 }, notFound('identity', UNKNOWN)),
      'what is no id': input({ id: 'me', expectedVersion: 1 }, notFound('identity', 'me')),
    },
  },
  {
    document: UpdateOrganizationDocument,
    field: 'updateOrganization',
    cases: {
      'a blank name': input({ expectedVersion: 1, name: ' ' }, blank('name')),
      'too long a name': input({ expectedVersion: 1, name: text(201) }, tooLong('name', 200, 201)),
    },
  },
];

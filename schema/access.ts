import { objects } from './access-objects.ts';
import { administrators, everyRole, everyRolesOwn, functions, ingest, operators, type Row } from './access-rows.ts';
import type { Mutation, Query, Subscription } from './generated/types.ts';

/** A field of the schema that a request can begin with. */
export type RootField = `Query.${keyof Query}` | `Mutation.${keyof Mutation}` | `Subscription.${keyof Subscription}`;

/**
 * Who may what, field by field: what directives, resolvers and functions are held to, by a test that tries each field as each caller. Nothing here is
 * made from them. `access.md` is made from here.
 */
export const access: { roots: Readonly<Record<RootField, Row>>; objects: typeof objects } = {
  roots: {
    'Query.me': everyRolesOwn({ suspended: 'suspended' }),
    'Query.organization': everyRole({ suspended: 'untilOld', foreign: 'own' }),
    'Query.memberships': everyRolesOwn({ suspended: 'selfUntilOld' }),
    'Query.invitations': everyRolesOwn({ suspended: 'selfUntilOld' }),
    'Query.identity': administrators({ suspended: 'untilOld', foreign: 'notFound' }),
    'Query.identities': administrators({ suspended: 'untilOld', foreign: 'own' }),
    'Query.device': everyRole({ suspended: 'untilOld', foreign: 'notFound' }),
    'Query.devices': everyRole({ suspended: 'untilOld', foreign: 'own' }),
    'Query.readings': everyRole({ suspended: 'untilOld', foreign: 'notFound' }),
    'Query.aggregates': everyRole({ suspended: 'untilOld', foreign: 'notFound' }),
    'Query.dataPeriod': everyRole({ suspended: 'untilOld', foreign: 'notFound' }),
    'Query.downsample': everyRole({ suspended: 'untilOld', foreign: 'notFound' }),
    'Query.latest': everyRole({ suspended: 'untilOld', foreign: 'notFound' }),
    'Query.export': operators({ suspended: 'untilOld', foreign: 'notFound' }),
    'Query.exports': operators({ suspended: 'untilOld', foreign: 'own' }),
    'Query.deviceImport': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Query.deviceImports': operators({ suspended: 'suspended', foreign: 'own' }),
    'Query.auditEvents': administrators({ suspended: 'suspended', foreign: 'own' }),

    'Mutation.updateOrganization': administrators({ suspended: 'suspended', foreign: 'own' }),
    'Mutation.createIdentity': administrators({ suspended: 'suspended', foreign: 'own' }),
    'Mutation.updateIdentity': administrators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.deleteIdentity': administrators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.resendInvitation': administrators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.revokeInvitation': administrators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.acceptInvitation': everyRolesOwn({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.switchOrganization': everyRolesOwn({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.createService': administrators({ suspended: 'suspended', foreign: 'own' }),
    'Mutation.rotateServiceSecret': administrators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.revokeServiceSecret': administrators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.createDevice': operators({ suspended: 'suspended', foreign: 'own' }),
    'Mutation.updateDevice': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.deleteDevice': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.provisionDevice': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.rotateDeviceCertificate': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.revokeDeviceCertificate': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.createDeviceImport': operators({ suspended: 'suspended', foreign: 'own' }),
    'Mutation.importDevices': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.cancelDeviceImport': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.recordReadings': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.requestExport': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.cancelExport': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.deleteExport': operators({ suspended: 'suspended', foreign: 'notFound' }),
    'Mutation.publishReadings': ingest(),
    'Mutation.publishExport': functions(),

    'Subscription.onReadings': everyRole({ suspended: 'suspended', foreign: 'notFound' }),
    'Subscription.onExport': operators({ suspended: 'suspended', foreign: 'notFound' }),
  },
  objects,
};

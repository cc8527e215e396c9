/** All that audit events tell of: the mutations that people and services may call, and what a sign-in does. */
export const ACTIONS = [
  'createDevice',
  'updateDevice',
  'deleteDevice',
  'provisionDevice',
  'rotateDeviceCertificate',
  'revokeDeviceCertificate',
  'recordReadings',
  'createDeviceImport',
  'importDevices',
  'cancelDeviceImport',
  'requestExport',
  'cancelExport',
  'deleteExport',
  'createIdentity',
  'updateIdentity',
  'deleteIdentity',
  'resendInvitation',
  'revokeInvitation',
  'acceptInvitation',
  'joinOrganization',
  'changeEmail',
  'createService',
  'rotateServiceSecret',
  'revokeServiceSecret',
  'updateOrganization',
  'foundOrganization',
  'switchOrganization',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What an action can be done to. */
export const TARGETS = ['Device', 'DeviceImport', 'Export', 'Identity', 'Organization'] as const;
export type Target = (typeof TARGETS)[number];

/** The action of that name; undefined of one that this console does not know yet. */
export const actionOf = (name: string): Action | undefined => ACTIONS.find((action) => action === name);

/** The kind of that name; undefined of one that this console does not know yet. */
export const targetOf = (name: string): Target | undefined => TARGETS.find((target) => target === name);

import type { Step } from './index.ts';

/** Keeps the devices as they are now, so that a rename while the export is made cannot give one device two names in the same file. */
export const keepDevices: Step = async (hold, { devices, files }) => {
  const { organizationId, request, work } = hold.row;
  await files.keepDevices(hold.key, await devices.list(organizationId, request.deviceIds));
  await hold.change({ work: { ...work, hasDevices: true } });
};

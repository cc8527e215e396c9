import type { Step } from './index.ts';

/** Says that the export is under way. */
export const begin: Step = async (hold, { clock }) => {
  await hold.change({ status: 'RUNNING', startedAt: new Date(clock()).toISOString() });
};

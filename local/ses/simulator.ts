import { partsOf, withoutLabel } from './addresses.ts';
import type { Fate } from './fate.ts';

/** Source: Amazon SES Developer Guide, "Using the mailbox simulator manually". */
const FATES: Readonly<Record<string, Fate>> = {
  success: { arrives: true },
  bounce: { arrives: false, bounce: { subType: 'General', diagnosticCode: 'smtp; 550 5.1.1 user unknown' } },
  suppressionlist: {
    arrives: false,
    bounce: {
      subType: 'Suppressed',
      diagnosticCode:
        'Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.',
    },
  },
  complaint: { arrives: true, complaint: { subType: null } },
  ooto: { arrives: true, absent: true },
};

const SIMULATOR = 'simulator.amazonses.com';

/** What happens at an address of the mailbox simulator; `undefined` for any other. Labels, as in `bounce+1@`, make no difference. */
export function simulated(address: string): Fate | undefined {
  const { local, domain } = partsOf(withoutLabel(address.toLowerCase()));
  return domain === SIMULATOR && Object.hasOwn(FATES, local) ? FATES[local] : undefined;
}

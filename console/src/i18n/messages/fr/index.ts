import account from './account.json';
import audit from './audit.json';
import credentials from './credentials.json';
import devices from './devices.json';
import exports from './exports.json';
import identities from './identities.json';
import imports from './imports.json';
import organization from './organization.json';
import readings from './readings.json';
import session from './session.json';
import shell from './shell.json';
import ui from './ui.json';

/** What the console says in French. */
export default {
  ...account,
  ...audit,
  ...credentials,
  ...devices,
  ...exports,
  ...identities,
  ...imports,
  ...organization,
  ...readings,
  ...session,
  ...shell,
  ...ui,
};

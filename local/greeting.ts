import { DEMO_ORGANIZATION, DEMO_PASSWORD, demoPeople } from './demo/people.ts';
import type { Addresses } from './stack/addresses.ts';

/**
 * What is said when Sonde runs.
 * @param outputs the file that Amplify is configured with
 */
export function greeting(addresses: Addresses, outputs: string): string {
  const people = demoPeople.map(({ email }) => email).join(', ');
  return `
Sonde is ready. Ctrl-C ends it; what it stores stays.

  GraphQL        ${addresses.graphqlUrl}
  Subscriptions  ${addresses.realtimeUrl}
  MQTT           ${addresses.mqttUrl}    topic dt/sonde/${DEMO_ORGANIZATION.id}/<device id>
  AWS endpoint   ${addresses.awsUrl}
  Mail           ${addresses.mailUrl}
  For Amplify    ${outputs}

  Sign in as     ${people}
  with           ${DEMO_PASSWORD}

In another terminal: \`make example\` tries it all, \`make simulate\` sends readings, \`make token\` prints a token.
`;
}

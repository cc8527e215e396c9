import { DEMO_ORGANIZATION, DEMO_PASSWORD, demoPeople } from './demo/people.ts';
import type { ReadingsLocation } from '../functions/shared/readings/location.ts';
import { readingsLocation } from './stack/readings-location.ts';
import type { Stack } from './stack/stack.ts';

/**
 * What is said when Sonde runs.
 * @param outputs the file that Amplify is configured with
 */
export function greeting({ addresses, services }: Stack, outputs: string): string {
  const people = demoPeople.map(({ email }) => email).join(', ');
  return `
Sonde is ready. Ctrl-C ends it; what it stores stays.

  Console        ${addresses.consoleUrl}    devices, charts, exports, people: in a browser
  GraphQL        ${addresses.graphqlUrl}
  Subscriptions  ${addresses.realtimeUrl}
  GraphiQL       ${addresses.graphiqlUrl}    signed in as the demo, in a browser
  MQTT           ${addresses.mqttUrl}    topic dt/sonde/${DEMO_ORGANIZATION.id}/<device id>
  MQTT over TLS  ${addresses.mqttsUrl}    for devices with certificates; its authority: ${addresses.rootCaUrl}
  AWS endpoint   ${addresses.awsUrl}
  Readings       ${placeOf(readingsLocation(services.lambda))}
  Mail           ${addresses.mailUrl}
  For Amplify    ${outputs}

  Sign in as     ${people}
  with           ${DEMO_PASSWORD}

In another terminal: \`make example\` tries it all, \`make simulate\` sends readings, \`make token\` prints a token.
A change of resolvers/ or schema/ is in force when it is saved; \`make dev TRACE=1\` shows what each request does.
`;
}

function placeOf(location: ReadingsLocation): string {
  return location.kind === 'timestream'
    ? `in Timestream, ${location.database}.${location.table}    (STORE=dynamodb keeps them in DynamoDB)`
    : `in DynamoDB, ${location.table}    (STORE=timestream keeps them in Timestream)`;
}

import type { Outputs } from '../api/outputs.ts';

/* A few lines each for people who write programs, right as they stand for the Sonde that the console belongs to. */

/** The WebSocket at which AppSync answers subscriptions, by the address of its queries. Source: "Building a real-time WebSocket client" of AppSync. */
export function realtimeUrl(graphqlUrl: string): string {
  const url = new URL(graphqlUrl);
  const isOfAppSync = /\.appsync-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(url.hostname);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  if (isOfAppSync) url.hostname = url.hostname.replace('.appsync-api.', '.appsync-realtime-api.');
  else url.pathname += '/realtime';
  return url.href;
}

/** The topics that an organization's devices publish to. */
export function mqttTopic(organizationId: string): string {
  return `dt/sonde/${organizationId}/<device id>`;
}

/** Where the user pool answers. */
export function cognitoUrl({ auth, custom }: Outputs): string {
  const domain = auth.aws_region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return custom.user_pool_endpoint ?? `https://cognito-idp.${auth.aws_region}.${domain}`;
}

/** Has the shell's `TOKEN` be an access token of a service. */
export function serviceSignIn(outputs: Outputs): string {
  return `# With SONDE_USERNAME and SONDE_SECRET in the environment
TOKEN=$(curl -s ${cognitoUrl(outputs)}/ \\
  -H 'Content-Type: application/x-amz-json-1.1' \\
  -H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth' \\
  -d '{"ClientId": "${outputs.custom.service_client_id}", "AuthFlow": "USER_PASSWORD_AUTH",
       "AuthParameters": {"USERNAME": "'"$SONDE_USERNAME"'", "PASSWORD": "'"$SONDE_SECRET"'"}}' |
  sed -E 's/.*"AccessToken": ?"([^"]+)".*/\\1/')`;
}

/** Asks the API something, with an access token in the shell's `TOKEN`. */
export function curlQuery({ data }: Outputs): string {
  return `curl -s ${data.url} -H "Authorization: $TOKEN" -d '{
  "query": "{ organization { name } devices { items { id name lastSeenAt } } }"
}'`;
}

/** Signs a person in with Amplify, and asks the API something. */
export function amplifyQuery({ auth, data, custom }: Outputs): string {
  const endpoint =
    custom.user_pool_endpoint === undefined ? '' : `\n      userPoolEndpoint: '${custom.user_pool_endpoint}',`;
  return `import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { signIn } from 'aws-amplify/auth';

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: '${auth.user_pool_id}',
      userPoolClientId: '${auth.user_pool_client_id}',${endpoint}
    },
  },
  API: {
    GraphQL: {
      endpoint: '${data.url}',
      region: '${data.aws_region}',
      defaultAuthMode: 'userPool',
    },
  },
});

await signIn({ username: 'you@example.com', password: 'your password' });
const answer = await generateClient().graphql({ query: '{ devices { items { id name } } }' });
console.log(answer.data.devices.items);`;
}

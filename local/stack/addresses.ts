/** What a client needs to know, as `amplify_outputs.json` and the examples have it. */
export interface Addresses {
  graphqlUrl: string;
  realtimeUrl: string;
  awsUrl: string;
  mqttUrl: string;
  mailUrl: string;
  region: string;
  userPoolId: string;
  userPoolClientId: string;
  userPoolServiceClientId: string;
}

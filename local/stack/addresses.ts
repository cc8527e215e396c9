/** What a client needs to know, as `amplify_outputs.json` and the examples have it. */
export interface Addresses {
  /** Where people see it all. */
  consoleUrl: string;
  graphqlUrl: string;
  /** Where a person asks the API by hand. */
  graphiqlUrl: string;
  realtimeUrl: string;
  awsUrl: string;
  mqttUrl: string;
  /** With TLS, for devices with certificates. */
  mqttsUrl: string;
  /** Where the authority of the broker's certificate is, as PEM. */
  rootCaUrl: string;
  mailUrl: string;
  region: string;
  userPoolId: string;
  userPoolClientId: string;
  userPoolServiceClientId: string;
}

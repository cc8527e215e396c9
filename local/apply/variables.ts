import { devNull } from 'node:os';
import { LOCAL_REGION } from '../shared/service.ts';
import { rootCaUrl } from '../stack/site.ts';

/**
 * What lets Terraform's AWS provider, the AWS CLI and the SDKs speak to this machine instead of AWS; `undefined` is for what must not be set, as it
 * would lead elsewhere. Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
 */
export function awsVariables(awsUrl: string): Readonly<Record<string, string | undefined>> {
  const elsewhere = Object.keys(process.env).filter((name) => /^AWS_|^TF_(VAR|CLI_ARGS)_?/.test(name));
  return {
    ...Object.fromEntries(elsewhere.map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: LOCAL_REGION,
    // A profile there may ignore endpoints, or name others.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    // No question to the metadata of a machine in EC2, which this one is not: it would wait for an answer.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Where this machine has what AWS has at addresses of its own: settings of the root module that no file can have. */
export function localSettings({
  siteUrl,
  awsUrl,
  mqttsPort,
}: {
  siteUrl: string;
  awsUrl: string;
  mqttsPort: number;
}): Record<string, string> {
  return {
    console_url: siteUrl,
    user_pool_endpoint: awsUrl,
    root_ca_url: rootCaUrl(siteUrl),
    mqtt_port: mqttsPort.toString(),
  };
}

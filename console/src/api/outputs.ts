import * as v from 'valibot';
import { configure } from '../../../examples/client.ts';

/** What this console needs to know of the Sonde that it belongs to, as `amplify_outputs.json` beside it says. */
const Outputs = v.object({
  auth: v.object({
    aws_region: v.string(),
    user_pool_id: v.string(),
    user_pool_client_id: v.string(),
    password_policy: v.exactOptional(
      v.object({
        min_length: v.number(),
        require_lowercase: v.boolean(),
        require_uppercase: v.boolean(),
        require_numbers: v.boolean(),
        require_symbols: v.boolean(),
      }),
    ),
    mfa_configuration: v.optional(v.picklist(['OPTIONAL', 'REQUIRED'])),
  }),
  data: v.object({ aws_region: v.string(), url: v.pipe(v.string(), v.url()) }),
  custom: v.object({
    user_pool_endpoint: v.exactOptional(v.string()),
    service_client_id: v.string(),
    /** Where devices publish: by TLS, but for a laptop's, which takes anybody. */
    mqtt_url: v.string(),
    /** By TLS, where that is another one. */
    mqtts_url: v.exactOptional(v.string()),
    /** The certificate of the authority of the broker's own. */
    root_ca_url: v.exactOptional(v.string()),
  }),
});

export type Outputs = v.InferOutput<typeof Outputs>;

let current: Outputs | undefined;

/** Reads the configuration, and tells Amplify of it. Rejects where there is none, or another than this console understands. */
export async function readOutputs(): Promise<Outputs> {
  const response = await fetch('/amplify_outputs.json');
  if (!response.ok) throw new Error(`/amplify_outputs.json: ${response.status} ${response.statusText}`);
  current = v.parse(Outputs, await response.json());
  configure(current);
  return current;
}

/** The configuration, once it has been read. */
export function outputs(): Outputs {
  if (!current) throw new Error('The configuration has not been read yet');
  return current;
}

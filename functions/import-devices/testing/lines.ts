import * as v from 'valibot';

/** A line of a report, as clients read it. */
export const ReportLine = v.object({
  line: v.string(),
  name: v.string(),
  status: v.picklist(['succeeded', 'failed']),
  device_id: v.string(),
  error: v.string(),
});
export type ReportLine = v.InferOutput<typeof ReportLine>;

/** A line of what devices connect with, as clients read it: nothing more is in it. */
export const CredentialLine = v.strictObject({
  line: v.number(),
  deviceId: v.string(),
  name: v.string(),
  certificateId: v.string(),
  certificatePem: v.string(),
  privateKeyPem: v.nullable(v.string()),
  endpoint: v.string(),
  port: v.number(),
  topic: v.string(),
  clientId: v.string(),
  rootCaUrl: v.string(),
});
export type CredentialLine = v.InferOutput<typeof CredentialLine>;

import * as v from 'valibot';
import { MqttEndpoint } from '../shared/credentials/connection.ts';
import { defineFunction } from '../shared/define-function.ts';

const Name = v.pipe(v.string(), v.nonEmpty());

export default defineFunction({
  description: 'Makes the devices of imported files, and removes what is over',
  // As long as Lambda lets a function run: what is not done by then goes on from its checkpoint.
  timeoutSeconds: 900,
  memoryMb: 1024,
  environment: v.object({
    DEVICE_IMPORTS_TABLE: Name,
    EXPORT_LEDGER_TABLE: Name,
    DEVICES_TABLE: Name,
    AUDIT_EVENTS_TABLE: Name,
    IMPORTS_BUCKET: Name,
    DEVICE_POLICY: Name,
    DEVICE_THING_TYPE: Name,
    MQTT_ENDPOINT: MqttEndpoint,
    ROOT_CA_URL: v.pipe(v.string(), v.url()),
    CERTIFICATES_PER_SECOND: v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 9999'),
      v.transform(Number),
    ),
  }),
  schedule: 'rate(1 minute)',
});

import * as v from 'valibot';
import { MqttEndpoint } from '../shared/credentials/connection.ts';
import { defineFunction } from '../shared/define-function.ts';

const Name = v.pipe(v.string(), v.nonEmpty());

export default defineFunction({
  description: 'Gives devices certificates, and makes these void',
  timeoutSeconds: 29,
  memoryMb: 512,
  environment: v.object({
    DEVICES_TABLE: Name,
    AUDIT_EVENTS_TABLE: Name,
    DEVICE_POLICY: Name,
    DEVICE_THING_TYPE: Name,
    MQTT_ENDPOINT: MqttEndpoint,
    ROOT_CA_URL: v.pipe(v.string(), v.url()),
  }),
});

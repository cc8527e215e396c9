import { describe, expect, it } from 'vitest';
import { waysOf } from './brokers.ts';

const key = { organizationId: '01JDEM00RGAN1ZAT10N0000001', deviceId: '01JDEM0DEV1CE0SEATT1EH0VR1' };
const topic = `dt/sonde/${key.organizationId}/${key.deviceId}`;

describe('the ways to Sonde', () => {
  it('are one on AWS, by TLS', () => {
    const custom = {
      service_client_id: 'x',
      mqtt_url: 'mqtts://a1b2-ats.iot.eu-west-1.amazonaws.com:8883',
      root_ca_url: 'https://www.amazontrust.com/repository/AmazonRootCA1.pem',
    };
    expect(waysOf(key, custom)).toEqual({
      clientId: key.deviceId,
      topic,
      tls: { endpoint: 'a1b2-ats.iot.eu-west-1.amazonaws.com', port: 8883, clientId: key.deviceId, topic },
      rootCaUrl: custom.root_ca_url,
    });
  });

  it('are two on a laptop', () => {
    const custom = { service_client_id: 'x', mqtt_url: 'mqtt://127.0.0.1:1883', mqtts_url: 'mqtts://127.0.0.1:8884' };
    expect(waysOf(key, custom)).toMatchObject({
      plain: { host: '127.0.0.1', port: 1883 },
      tls: { endpoint: '127.0.0.1', port: 8884 },
    });
  });
});

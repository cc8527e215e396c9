import { connectAsync } from 'mqtt';
import { configure, request, signInAs, subscribe, type Outputs } from './client.ts';
import {
  CreateDeviceDocument,
  DeleteDeviceDocument,
  LatestDocument,
  MeDocument,
  OnReadingsDocument,
  ReadingsDocument,
  type OnReadingsSubscription,
} from './generated/documents.ts';
import { endingCommand, readOutputs } from './node.ts';

type Batch = NonNullable<OnReadingsSubscription['onReadings']>;

/** One reading's way, from a sensor to a signed-in person: what each step of {@link followReading} saw. */
export interface Journey {
  organizationId: string;
  deviceId: string;
  /** What the subscription delivered. */
  live: Batch;
  /** Milliseconds from the sensor's publish to the subscriber. */
  delay: number;
  history: Batch['readings'];
  latest: Batch['readings'];
}

/** Makes a device, subscribes to it, publishes a reading as its sensor would, receives it, and reads it back from history and as latest. */
export async function followReading(outputs: Outputs, person: { email: string; password: string }): Promise<Journey> {
  configure(outputs);
  await signInAs(person.email, person.password);
  const { me } = await request(MeDocument, {});
  const { createDevice: device } = await request(CreateDeviceDocument, {
    input: { name: 'Example sensor', metrics: [{ name: 'temperature', label: 'Air temperature', unit: 'Cel' }] },
  });

  const arrived = arrival<{ batch: Batch; at: number }>();
  const subscription = await subscribe(OnReadingsDocument, { deviceIds: [device.id] }, ({ onReadings: batch }) => {
    if (batch) arrived.resolve({ batch, at: performance.now() });
  });
  const sensor = await connectAsync(outputs.custom.mqtt_url, { clientId: device.id });
  try {
    const sent = performance.now();
    await sensor.publishAsync(
      `dt/sonde/${me.organization.id}/${device.id}`,
      JSON.stringify({ readings: { temperature: 21.5 } }),
      { qos: 1 },
    );
    const { batch, at } = await arrived.promise;

    const now = Date.now();
    const { readings } = await request(ReadingsDocument, {
      deviceId: device.id,
      from: new Date(now - 3_600_000).toISOString(),
      to: new Date(now + 3_600_000).toISOString(),
    });
    const { latest } = await request(LatestDocument, { deviceIds: [device.id] });
    return {
      organizationId: me.organization.id,
      deviceId: device.id,
      live: batch,
      delay: at - sent,
      history: readings.items,
      latest: latest.flatMap((each) => each.readings),
    };
  } finally {
    await sensor.endAsync();
    subscription.unsubscribe();
    await request(DeleteDeviceDocument, { input: { id: device.id, expectedVersion: device.version } });
  }
}

/** A promise and what fulfils it. Node has `Promise.withResolvers` from version 22 on. */
function arrival<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

if (process.argv[1] === import.meta.filename) {
  await endingCommand(async () => {
    const outputs = await readOutputs();
    const journey = await followReading(outputs, { email: 'operator@demo.example', password: 'Sonde-demo-1' });
    console.log(JSON.stringify(journey, null, 2));
  });
}

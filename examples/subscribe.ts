import { configure, signInAs, subscribe } from './client.ts';
import { OnReadingsDocument } from './generated/documents.ts';
import { command, readOutputs } from './node.ts';

/** Prints the readings of the demo organization as they arrive, until Ctrl-C. */
await command(async () => {
  configure(await readOutputs());
  await signInAs('viewer@demo.example', 'Sonde-demo-1');
  await subscribe(OnReadingsDocument, {}, ({ onReadings }) => {
    for (const { time, deviceId, metric, value, text, unit } of onReadings?.readings ?? []) {
      console.log(time, deviceId, metric, value ?? text, unit ?? '');
    }
  });
  console.log('Waiting for readings. `make simulate` in another terminal sends some.');
});

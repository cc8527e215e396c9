// JavaScript, for what it imports is installed by the bench alone, so that the compiler of the project does not know it.
import process from 'node:process';
import { URL } from 'node:url';
import { AmplifyAppSyncSimulator } from '@aws-amplify/amplify-appsync-simulator';

/** The simulator with the API that its parent sends. Tells its port, and ends when it is disconnected. */
process.once('message', (api) => {
  const simulator = new AmplifyAppSyncSimulator({ port: 0, wsPort: 0 });
  void simulator.start().then(() => {
    simulator.init(api);
    process.send({ port: Number(new URL(simulator.url).port) });
  });
  process.once('disconnect', () => {
    void simulator.stop().then(() => process.exit());
  });
});

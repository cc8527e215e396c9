import { accessToken, configure, signInAs } from './client.ts';
import { command, readOutputs } from './node.ts';

/** Prints an access token of the demo organization, for `curl`. `EMAIL` and `PASSWORD` choose somebody else. */
await command(async () => {
  configure(await readOutputs());
  await signInAs(process.env.EMAIL ?? 'administrator@demo.example', process.env.PASSWORD ?? 'Sonde-demo-1');
  console.log(await accessToken());
});

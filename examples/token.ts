import { accessToken, configure, readOutputs, signInAs } from './client.ts';

/** Prints an access token of the demo organization, for `curl`. `EMAIL` and `PASSWORD` choose somebody else. */
configure(await readOutputs());
await signInAs(process.env.EMAIL ?? 'administrator@demo.example', process.env.PASSWORD ?? 'Sonde-demo-1');
console.log(await accessToken());

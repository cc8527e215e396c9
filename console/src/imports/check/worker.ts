import * as v from 'valibot';
import { checkFile } from './check-file.ts';

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  postMessage(checkFile(v.parse(v.instance(Uint8Array), data)));
});

import * as v from 'valibot';
import { ReturnedEarly, type Run } from '../run.ts';
import { read } from './arguments.ts';

const options = v.nullish(v.object({ skipTo: v.picklist(['END', 'NEXT']) }));

/** "Runtime utilities". Without options, what is skipped is the function. */
export const runtime = {
  earlyReturn: (_run: Run, value: unknown, returnOptions: unknown): never => {
    throw new ReturnedEarly(value, read('runtime.earlyReturn', options, returnOptions)?.skipTo ?? 'NEXT');
  },
};

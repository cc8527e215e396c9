import * as v from 'valibot';
import definition from './function.ts';

export const environment = v.parse(definition.environment, process.env);
export function handler(): never {
  throw new Error('Not ready');
}

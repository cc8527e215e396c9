import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { asError } from './logger.ts';

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe('asError', () => {
  it('keeps what was parsed out of the log', () => {
    const schema = v.object({ request: v.object({ email: v.pipe(v.string(), v.email()) }) });
    const error = asError(thrownBy(() => v.parse(schema, { request: { email: 'secret' } })));
    expect(error.message).toBe('Not as expected: email at request.email');
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toContain('secret');
    expect(error.stack).toContain('logger.test.ts');
  });

  it('takes anything', () => {
    const error = new TypeError('no');
    expect(asError(error)).toBe(error);
    expect(asError('no')).toEqual(new Error('no'));
  });
});

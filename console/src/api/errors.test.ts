import { describe, expect, it } from 'vitest';
import { ApiError, apiErrorOf, isApiError, throwOfPool } from './errors.ts';

const first = (error: object): unknown => apiErrorOf({ data: null, errors: [error, { message: 'another' }] });

describe('errors of the API', () => {
  it.each([
    [{ errorType: 'ConflictError', message: 'Changed.', data: { version: 2 } }, 'ConflictError'],
    [{ errorType: 'UnauthorizedException', message: 'Permission denied' }, 'Unauthorized'],
    [{ errorType: 'Lambda:Unhandled', message: 'Boom' }, 'InternalError'],
    [{ message: "Variable 'email' has an invalid value." }, 'ValidationError'],
    [{ message: "Can't serialize value (/me) : Int" }, 'InternalError'],
    [{ message: 'Connection failed', originalError: { name: 'NetworkError', message: '' } }, 'NetworkError'],
    [{}, 'InternalError'],
  ])('of %o are of one type', (error, type) => {
    const found = first(error);
    expect(found).toBeInstanceOf(ApiError);
    expect(found).toMatchObject({ type, message: 'message' in error ? error.message : '' });
    expect(isApiError(found)).toBe(true);
  });

  it('bring what is for programs', () => {
    expect(first({ message: '', data: { version: 2 }, errorInfo: { limit: 3 } })).toMatchObject({
      data: { version: 2 },
      info: { limit: 3 },
    });
  });

  it('are nothing else', () => {
    const stopped = new DOMException('', 'AbortError');
    for (const other of [stopped, { data: {} }, { errors: [] }, undefined]) expect(apiErrorOf(other)).toBe(other);
  });
});

describe('errors of the user pool', () => {
  it('are as those of the API where it was not reached', async () => {
    // As Amplify has it where a token cannot be renewed.
    const unreached = Object.assign(new Error('A network error has occurred.'), { name: 'NetworkError' });
    const found: unknown = await Promise.reject(unreached)
      .catch(throwOfPool)
      .catch((error: unknown) => error);
    expect(isApiError(found, 'NetworkError')).toBe(true);
  });

  it('are as they are otherwise', async () => {
    const refused = Object.assign(new Error('Attempt limit exceeded.'), { name: 'LimitExceededException' });
    await expect(Promise.reject(refused).catch(throwOfPool)).rejects.toBe(refused);
  });
});

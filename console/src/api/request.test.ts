import { fetchAuthSession } from 'aws-amplify/auth';
import { beforeEach, expect, it, vi } from 'vitest';
import { TypedDocumentString } from './generated/documents.ts';
import { ask, askAs, askAsAnybody, onOther } from './request.ts';

vi.mock('aws-amplify/auth', () => ({ fetchAuthSession: vi.fn() }));
vi.mock('./outputs.ts', () => ({ outputs: () => ({ data: { url: 'https://api.example/graphql' } }) }));

const document = new TypedDocumentString<{ me: string }, Record<string, never>>('{ me }');
const session = vi.mocked(fetchAuthSession);
const signedIn = (token: string) => ({ tokens: { accessToken: { payload: {}, toString: () => token } } });
const unauthorized = { errors: [{ errorType: 'UnauthorizedException', message: 'No' }] };

/** Answers each request with the next body, whatever it is. @returns the tokens of the requests */
function answering(...bodies: unknown[]): string[] {
  const tokens: string[] = [];
  const answer = (_url: unknown, { headers }: RequestInit = {}): Promise<Response> => {
    tokens.push(new Headers(headers).get('authorization') ?? '');
    const body = bodies.shift();
    return Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status: 503 }));
  };
  vi.spyOn(globalThis, 'fetch').mockImplementation(answer);
  return tokens;
}

/** Never answers, until it is aborted. */
const silence: typeof fetch = (_url, { signal } = {}) =>
  new Promise((_resolve, reject) => {
    const end = (): void => {
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });

beforeEach(() => {
  session.mockReset();
  session.mockResolvedValue(signedIn('old'));
});

it('asks once more with a fresh token where the one it has is of a role that is gone', async () => {
  const tokens = answering(unauthorized, { data: { me: 'Iva' } });
  session.mockImplementation(({ forceRefresh = false } = {}) => {
    if (forceRefresh) session.mockResolvedValue(signedIn('fresh'));
    return Promise.resolve(signedIn('old'));
  });
  expect(await ask(document, {})).toEqual({ me: 'Iva' });
  expect(tokens).toEqual(['old', 'fresh']);
});

it('asks no third time', async () => {
  const tokens = answering(unauthorized, unauthorized, { data: { me: 'Iva' } });
  await expect(ask(document, {})).rejects.toMatchObject({ type: 'Unauthorized' });
  expect(tokens).toHaveLength(2);
});

it('says that the API was not reached where it does not answer in time', async () => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(silence);
  const patience = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
  const asked = ask(document, {});
  await vi.waitFor(() => {
    expect(fetch).toHaveBeenCalled();
  });
  patience.abort(new DOMException('signal timed out', 'TimeoutError'));
  await expect(asked).rejects.toMatchObject({ type: 'NetworkError', message: 'signal timed out' });
});

it('leaves what is not wanted any more as what it is', async () => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(silence);
  const wanted = new AbortController();
  const asked = ask(document, {}, wanted.signal);
  wanted.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});

it('says what the API answered where that is nothing of its own', async () => {
  answering('<html>Service Unavailable</html>');
  await expect(ask(document, {})).rejects.toMatchObject({ type: 'InternalError', message: 'The API answered 503.' });
});

it('tells that nobody is signed in', async () => {
  session.mockResolvedValue({});
  const told = vi.fn();
  const stop = onOther(told);
  await expect(ask(document, {})).rejects.toMatchObject({ type: 'Unauthorized' });
  stop();
  expect(told).toHaveBeenCalled();
});

it('does as one identity nothing that was meant by another', async () => {
  const as = (identity_id: string) => ({
    tokens: { accessToken: { payload: { identity_id }, toString: () => identity_id } },
  });
  const told = vi.fn();
  const stop = onOther(told);
  askAs('of-harbour');
  try {
    session.mockResolvedValue(as('of-harbour'));
    const tokens = answering({ data: { me: 'Ada' } }, unauthorized, { data: { me: 'Ada' } });
    await ask(document, {});
    expect(told).not.toHaveBeenCalled();
    // The fresh token is that of the organization which they have changed over to elsewhere.
    session.mockResolvedValueOnce(as('of-harbour')).mockResolvedValue(as('of-meadow'));
    await expect(ask(document, {})).rejects.toMatchObject({ type: 'OtherIdentity' });
    expect(told).toHaveBeenCalledOnce();
    expect(tokens).toEqual(['of-harbour', 'of-harbour']);
    await askAsAnybody(document, {});
    expect(tokens).toEqual(['of-harbour', 'of-harbour', 'of-meadow']);
  } finally {
    askAs(undefined);
    stop();
  }
});

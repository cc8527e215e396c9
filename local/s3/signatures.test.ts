import { get as httpGet } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRequest } from './request.ts';
import { authenticate } from './signature/authenticate.ts';
import { BUCKET, KNOWN, startS3 } from './testing/start.ts';

let now = Date.now();
let world: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  world = await startS3({ clock: () => now });
  await world.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'file.csv', Body: 'a,b' }));
});
afterAll(() => world.stop());

const get = (more: object = {}) => new GetObjectCommand({ Bucket: BUCKET, Key: 'file.csv', ...more });
/** Reads the body as well: an answer that is left unread fails when the service ends. */
const statusOf = async (response: Response) => {
  await response.text();
  return response.status;
};
const codeOf = async (response: Response) => /<Code>(.*)<\/Code>/.exec(await response.text())?.[1];

describe('a presigned URL', () => {
  it('gives the object, with the headers that were signed into it', async () => {
    const url = await getSignedUrl(world.known, get({ ResponseContentDisposition: 'attachment; filename="a b.csv"' }));
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="a b.csv"');
    expect(response.headers.get('x-amz-request-id')).toMatch(/^[0-9A-F]{16}$/);
    expect(await response.text()).toBe('a,b');
  });

  it('serves a download that is resumed', async () => {
    const url = await getSignedUrl(world.known, get());
    const first = await fetch(url);
    const etag = first.headers.get('etag') ?? '';
    await first.text();
    const rest = await fetch(url, { headers: { range: 'bytes=1-', 'if-range': etag } });
    expect(rest.status).toBe(206);
    expect(rest.headers.get('content-range')).toBe('bytes 1-2/3');
    expect(rest.headers.get('content-length')).toBe('2');
    expect(await rest.text()).toBe(',b');
    const byDate = { range: 'bytes=1-', 'if-range': first.headers.get('last-modified') ?? '' };
    expect(await (await fetch(url, { headers: byDate })).text()).toBe(',b');
    const changed = await fetch(url, { headers: { range: 'bytes=1-', 'if-range': '"another"' } });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toBe('a,b');
  });

  it.each(['GET', 'HEAD', 'PUT'])('for %s answers no other method', async (method) => {
    const command = {
      GET: get(),
      HEAD: new HeadObjectCommand({ Bucket: BUCKET, Key: 'file.csv' }),
      PUT: new PutObjectCommand({ Bucket: BUCKET, Key: 'file.csv' }),
    }[method as 'GET' | 'HEAD' | 'PUT'];
    const signed = await getSignedUrl(withoutChecksums(), command);
    for (const other of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const response = await fetch(signed, { method: other, ...(other === 'PUT' && { body: 'a,b' }) });
      expect([other, await statusOf(response)]).toEqual([other, other === method ? 200 : 403]);
    }
  });

  it('answers HEAD without a body, but with the length', async () => {
    const described = { Bucket: BUCKET, Key: 'described', ContentType: 'application/gzip' };
    await world.client.send(new PutObjectCommand({ ...described, Body: '12345' }));
    const url = await getSignedUrl(world.known, new HeadObjectCommand({ Bucket: BUCKET, Key: 'described' }));
    const response = await fetch(url, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('5');
    expect(response.headers.get('content-type')).toBe('application/gzip');
    expect(await response.text()).toBe('');
  });

  it('takes an upload, with what was signed into it', async () => {
    const put = new PutObjectCommand({ Bucket: BUCKET, Key: 'put', Metadata: { a: '1' } });
    const url = await getSignedUrl(withoutChecksums(), put);
    const headers = { 'content-type': 'text/csv' };
    expect(await statusOf(await fetch(url, { method: 'PUT', body: 'bytes', headers }))).toBe(200);
    const head = await world.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'put' }));
    expect(head).toMatchObject({ ContentType: 'text/csv', Metadata: { a: '1' } });
  });

  it('refuses an upload whose checksum is not the one that was signed', async () => {
    // By default the SDK signs the checksum of the body it has: none.
    const url = await getSignedUrl(world.known, new PutObjectCommand({ Bucket: BUCKET, Key: 'put' }));
    const response = await fetch(url, { method: 'PUT', body: 'bytes' });
    expect([response.status, await codeOf(response)]).toEqual([400, 'BadDigest']);
  });

  it('expires, by the clock of the service', async () => {
    const url = await getSignedUrl(world.known, get(), { expiresIn: 300, signingDate: new Date(now) });
    now += 299_000;
    expect(await statusOf(await fetch(url))).toBe(200);
    now += 3_000;
    const late = await fetch(url);
    const text = await late.text();
    expect(late.status).toBe(403);
    expect(text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
    now = Date.now();
  });

  it('lives a week at most', async () => {
    const week = new URL(await getSignedUrl(world.known, get()));
    week.searchParams.set('X-Amz-Expires', '604801');
    expect(await codeOf(await fetch(week))).toBe('AuthorizationQueryParametersError');
    week.searchParams.set('X-Amz-Expires', 'soon');
    expect(await codeOf(await fetch(week))).toBe('AuthorizationQueryParametersError');
    week.searchParams.delete('X-Amz-Expires');
    expect(await codeOf(await fetch(week))).toBe('AuthorizationQueryParametersError');
  });

  it('does not begin in the future', async () => {
    const signingDate = new Date(now + 3_600_000);
    expect(await statusOf(await fetch(await getSignedUrl(world.known, get(), { signingDate })))).toBe(403);
  });

  it('cannot be changed', async () => {
    const signed = await getSignedUrl(world.known, get({ ResponseContentType: 'text/csv' }));
    const forged = [
      signed.replace('file.csv', 'other.csv'),
      signed.replace('text%2Fcsv', 'text%2Fhtml'),
      signed.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=7200'),
      signed.replace(/X-Amz-Signature=./, (text) => `X-Amz-Signature=${text.endsWith('0') ? '1' : '0'}`),
      `${signed}&response-cache-control=no-store`,
    ];
    for (const url of forged) {
      const response = await fetch(url);
      expect([response.status, await codeOf(response)]).toEqual([403, 'SignatureDoesNotMatch']);
    }
    const withHeader = await fetch(signed, { headers: { 'x-amz-meta-a': '1' } });
    expect([withHeader.status, await codeOf(withHeader)]).toEqual([403, 'AccessDenied']);
  });

  it('must be signed by somebody known', async () => {
    const response = await fetch(await getSignedUrl(world.client, get()));
    expect([response.status, await codeOf(response)]).toEqual([403, 'InvalidAccessKeyId']);
  });
});

describe('a signature in the header', () => {
  const odd = ['a b/ü+&=?#%', '../up', 'a//b', "!'()*~$@:;,"];

  it.each(odd)('of a known principal is right for the key %j', async (Key) => {
    await world.known.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
    const answer = await world.known.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    expect(await answer.Body?.transformToString()).toBe(Key);
    const url = await getSignedUrl(world.known, new GetObjectCommand({ Bucket: BUCKET, Key }));
    expect(await fetchRaw(url)).toBe(Key);
    const list = new ListObjectsV2Command({ Bucket: BUCKET, Prefix: Key, Delimiter: '/', EncodingType: 'url' });
    expect((await world.known.send(list)).Contents).toHaveLength(1);
    await world.known.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }));
  });

  it('is refused where the secret is another', async () => {
    const thief = world.makeClient({ credentials: { ...KNOWN, secretAccessKey: 'guessed' } });
    await expect(thief.send(get())).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('is refused a quarter of an hour late', async () => {
    now = Date.now() + 16 * 60_000;
    await expect(world.known.send(get())).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
    now = Date.now();
  });

  it('of anybody else is let in unchecked, but has to be there', async () => {
    const anybody = world.makeClient({ credentials: { accessKeyId: 'any', secretAccessKey: 'thing' } });
    expect(await (await anybody.send(get())).Body?.transformToString()).toBe('a,b');
    const unsigned = await fetch(`${world.url}/${BUCKET}/file.csv`);
    expect([unsigned.status, await codeOf(unsigned)]).toEqual([403, 'AccessDenied']);
    const older = await fetch(`${world.url}/${BUCKET}/file.csv`, { headers: { authorization: 'AWS any:thing' } });
    expect([older.status, await codeOf(older)]).toEqual([400, 'InvalidRequest']);
  });
});

describe('the examples of the Amazon S3 API Reference', () => {
  const options = {
    secretOf: () => 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    clock: () => Date.UTC(2013, 4, 24),
  };
  const host = 'examplebucket.s3.amazonaws.com';

  it('of a presigned URL is right', () => {
    const url =
      `https://${host}/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request` +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
      '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
    expect(authenticate(parseRequest(new Request(url, { headers: { host } })), options).seed).toBeDefined();
  });

  it('of a header is right', () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const request = new Request(`https://${host}/test.txt`, {
      headers: {
        host,
        range: 'bytes=0-9',
        'x-amz-content-sha256': empty,
        'x-amz-date': '20130524T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      },
    });
    expect(authenticate(parseRequest(request), options).payloadHash).toBe(empty);
  });
});

/** What presigns a PUT for a body that is not known yet. */
const withoutChecksums = () => world.makeClient({ credentials: KNOWN, requestChecksumCalculation: 'WHEN_REQUIRED' });

/** Fetches a URL as it is: `fetch` would resolve its `..`. */
function fetchRaw(url: string): Promise<string> {
  const [, hostname = '', port = '', path = ''] = /^http:\/\/([^:/]+):(\d+)(\/.*)$/.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    httpGet({ hostname, port, path }, (response) => {
      text(response).then(resolve, reject);
    }).on('error', reject);
  });
}

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUCKET, KNOWN, startS3 } from '../../../local/s3/testing/start.ts';
import { clientOptions } from '../../../local/shared/testing/serve.ts';
import { presignIn } from './presign.ts';
import type { Presign } from './presign.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const file = { key: `${organizationId}/01JZ8Q6V5X3M9T2B7C4D1E0F8H/0 é+.csv.gz`, name: 'Météo.csv.gz' };

describe('a presigned URL', () => {
  let now = Date.now();
  let world: Awaited<ReturnType<typeof startS3>>;
  let presign: Presign;
  beforeAll(async () => {
    world = await startS3({ clock: () => now });
    presign = presignIn(BUCKET, { ...clientOptions(world.url), credentials: KNOWN });
    await world.client.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: file.key, Body: 'the file', ContentEncoding: 'identity' }),
    );
  });
  afterAll(() => world.stop());

  it('downloads the file under its name, whole or in part', async () => {
    const url = await presign(organizationId, file);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/gzip');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="Meteo.csv.gz"; filename*=UTF-8''M%C3%A9t%C3%A9o.csv.gz`,
    );
    expect(await answer.text()).toBe('the file');
    const rest = await fetch(url, { headers: { range: 'bytes=4-' } });
    expect([rest.status, await rest.text()]).toEqual([206, 'file']);
  });

  it('is good for five minutes, for that file and name, and for GET only', async () => {
    const url = await presign(organizationId, file);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
    expect((await fetch(url.replace('Meteo', 'Other'))).status).toBe(403);
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(403);
    now += 301_000;
    expect((await fetch(url)).status).toBe(403);
  });

  it('carries nothing more', async () => {
    const { searchParams } = new URL(await presign(organizationId, file));
    expect([...searchParams.keys()].sort()).toEqual([
      'X-Amz-Algorithm',
      'X-Amz-Content-Sha256',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Signature',
      'X-Amz-SignedHeaders',
      'response-content-disposition',
      'response-content-type',
      'x-id',
    ]);
  });

  it.each(['01JZ8Q6V5X3M9T2B7C4D1E0F99/a', `${organizationId}a/b`, '', `/${organizationId}/a`])(
    'is refused for %j, which is not the organization’s',
    async (key) => {
      await expect(presign(organizationId, { key, name: 'a' })).rejects.toThrow('not of the organization');
    },
  );
});

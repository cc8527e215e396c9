import { expect, it } from 'vitest';
import { downloadUrl, hashOfSecret, newSecret, SECRET } from './links.ts';

const link = { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G', exportId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H', file: 12 };

it('makes secrets of 256 bits, each another', () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(SECRET);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  }
});

it('keeps no more than their SHA-256', () => {
  expect(hashOfSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('makes the address that the HTTP API answers', () => {
  expect(downloadUrl('https://download.example.com', { ...link, secret: 's' })).toBe(
    'https://download.example.com/exports/01JZ8Q6V5X3M9T2B7C4D1E0F8G/01JZ8Q6V5X3M9T2B7C4D1E0F8H/s/12',
  );
  expect(downloadUrl('http://127.0.0.1:4000/', { ...link, secret: 's' })).toMatch(
    /^http:\/\/127\.0\.0\.1:4000\/exports\//,
  );
});

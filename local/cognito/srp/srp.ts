import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { fromBytes, hash, modPow, toBytes } from './integer.ts';

/** The 3072-bit safe prime that RFC 5054 (appendix A) and RFC 3526 share. */
export const N = BigInt(
  '0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD' +
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED' +
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F' +
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B' +
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510' +
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7' +
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C' +
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
);
/** Cognito's generator is RFC 3526's 2, where RFC 5054 has 5 for this prime. */
export const g = 2n;
/** The multiplier of SRP-6a. */
export const k = fromBytes(hash(toBytes(N), toBytes(g)));

/** Whom a password belongs to: the part of the pool id behind the region, and the user's `USER_ID_FOR_SRP`. */
export interface Account {
  poolName: string;
  userId: string;
}

/** The private exponent `x` that a password stands for, given its salt. */
export function privateKey({ poolName, userId }: Account, salt: bigint, password: string): bigint {
  return fromBytes(hash(toBytes(salt), hash(`${poolName}${userId}:${password}`)));
}

/** What the server keeps of a password: hexadecimal, and of no use to sign in with. */
export interface PasswordVerifier {
  salt: string;
  verifier: string;
}

/** Makes the verifier of a new password under a fresh 128-bit salt. */
export function createVerifier(account: Account, password: string): PasswordVerifier {
  const salt = fromBytes(randomBytes(16));
  return { salt: salt.toString(16), verifier: modPow(g, privateKey(account, salt, password), N).toString(16) };
}

/** Whether `password` is the one that `stored` was made of. */
export function passwordMatches(account: Account, stored: PasswordVerifier, password: string): boolean {
  const verifier = modPow(g, privateKey(account, BigInt(`0x${stored.salt}`), password), N);
  return equal(toBytes(verifier), toBytes(BigInt(`0x${stored.verifier}`)));
}

/** The server's half of one exchange. `b` is its secret, `B` what the client is told. */
export interface ServerKeys {
  b: bigint;
  B: bigint;
}

export function createServerKeys(verifier: bigint, b = fromBytes(randomBytes(32))): ServerKeys {
  return { b, B: (k * verifier + modPow(g, b, N)) % N };
}

/** Whether a client's public value can be answered: a multiple of N would make the shared secret zero for any password. */
export function isPublicValue(A: bigint): boolean {
  return A % N !== 0n;
}

/** What the client signs to prove that it knows the password. */
export interface Claim extends Account {
  /** The opaque bytes of the challenge. */
  secretBlock: Uint8Array;
  /** `EEE MMM d HH:mm:ss UTC yyyy`, as the client wrote it. */
  timestamp: string;
}

/** The signature, 32 bytes, that a client who knows the password gives for `claim`. */
export function expectedSignature(A: bigint, { b, B }: ServerKeys, verifier: bigint, claim: Claim): Buffer {
  const u = fromBytes(hash(toBytes(A), toBytes(B)));
  return sign(sessionKey(modPow(A * modPow(verifier, u, N), b, N), u), claim);
}

/** HMAC-SHA-256 of the claim under a session key. */
export function sign(key: Uint8Array, { poolName, userId, secretBlock, timestamp }: Claim): Buffer {
  return createHmac('sha256', key).update(poolName).update(userId).update(secretBlock).update(timestamp).digest();
}

/** The 16-byte key that both sides derive from the shared secret `S` and the scrambler `u`. */
export function sessionKey(S: bigint, u: bigint): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', toBytes(S), toBytes(u), 'Caldera Derived Key', 16));
}

/** Compares in a time that does not depend on where two values differ. */
export function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** What an authenticator app takes over a key by: Google Authenticator's "Key URI Format", as other apps read it too. */
export function otpauthAddress(account: string, secret: string): string {
  const parameters = new URLSearchParams({ secret, issuer: 'Sonde' });
  return `otpauth://totp/${encodeURIComponent(`Sonde:${account}`)}?${parameters.toString()}`;
}

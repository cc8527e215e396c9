/**
 * Whether somebody has signed in in this browser and not out again, as far as the names of what it keeps tell: enough to know what to load first. Whether
 * they still are, Amplify finds out.
 */
export function wasSignedIn(kept: readonly string[]): boolean {
  return kept.some((name) => name.startsWith('CognitoIdentityServiceProvider.') && name.endsWith('.LastAuthUser'));
}

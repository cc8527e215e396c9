/** The library that makes certificates. It is loaded where the first one is made, as that takes a fifth of a second. */
export async function loadX509() {
  // What the library's own dependency injection expects to be there.
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

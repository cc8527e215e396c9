/** How to reach the AWS endpoint of `make dev` and `make apply-local`. Any credentials will do there; no endpoint of the shell's is asked. */
export function localAccess(variables: Readonly<Record<string, string | undefined>>) {
  return {
    endpoint: `http://127.0.0.1:${variables.SONDE_AWS_PORT ?? '4566'}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
}

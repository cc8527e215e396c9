import * as v from 'valibot';

const AmplifyOutputs = v.union([v.pipe(v.string(), v.parseJson(), v.looseObject({})), v.looseObject({})]);
const Text = v.optional(v.nullable(v.string()));

/**
 * The text of `amplify_outputs.json`, from the outputs of an environment.
 * @throws Error where the environment has no such output
 */
export function amplifyOutputs({ amplify_outputs: value }: Readonly<Record<string, unknown>>): string {
  if (value === undefined || value === null)
    throw new Error(
      'The environment has no output `amplify_outputs`: it was deployed by an older version. Deploy it anew.',
    );
  return `${JSON.stringify(v.parse(AmplifyOutputs, value), null, 2)}\n`;
}

/** What a deployment cannot do by itself, and who has to do what. */
export function leftToPeople(environment: string, outputs: Readonly<Record<string, unknown>>): string {
  const {
    mail_sender: sender,
    graphql_url: graphqlUrl,
    sign_in_url: signInUrl,
    console_url: consoleUrl,
  } = v.parse(v.object({ mail_sender: Text, graphql_url: Text, sign_in_url: Text, console_url: Text }), outputs);
  const steps = [
    ...(sender
      ? [
          `E-mails. ${sender} To leave the sandbox, ask for production access in the console of SES, under "Account dashboard".`,
        ]
      : []),
    ...dnsSteps(outputs.dns_records),
    ...(signInUrl
      ? []
      : [
          `The page of sign-up. Invitations have no link yet: set console = true in terraform/environments/${environment}.tfvars, or sign_in_url to your front end's.`,
        ]),
    `The first administrator, unless there is one:\nmake administrator ENV=${environment} EMAIL=… NAME=… ORGANIZATION=…`,
    `A front end's configuration:\nmake outputs ENV=${environment} AMPLIFY_OUTPUTS=amplify_outputs.json`,
  ];
  const list = steps.map((step, index) => `${index + 1}. ${step.replaceAll('\n', '\n   ')}`);
  const addresses = [
    ...(consoleUrl ? [`Console: ${consoleUrl}`] : []),
    ...(graphqlUrl ? [`GraphQL: ${graphqlUrl}`] : []),
  ];
  return [...addresses, ...(addresses.length > 0 ? [''] : []), 'What is left to people:', ...list].join('\n');
}

const DnsRecords = v.array(v.object({ name: v.string(), type: v.string(), value: v.string() }));

function dnsSteps(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const lines = v.parse(DnsRecords, value).map((record) => `${record.name}  ${record.type}  ${record.value}`);
  return lines.length === 0 ? [] : [['DNS. Make these records where the domain is kept:', ...lines].join('\n')];
}

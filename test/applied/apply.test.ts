import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppSyncClient, ListGraphqlApisCommand } from '@aws-sdk/client-appsync';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOptions } from '../../local/shared/testing/serve.ts';
import { applied, SETTINGS, type Applied } from '../support/applied.ts';
import { initArguments, succeed, type Ended } from '../support/terraform.ts';

let stack: Applied;
beforeAll(async () => {
  stack = await applied();
});

it('applies the unedited root module', () => {
  expect(stack.said).toMatch(/Apply complete! Resources: \d{3} added, 0 changed, 0 destroyed\./);
});

it('plans no difference afterwards', async () => {
  const { code, output } = await stack.terraform(['plan', '-detailed-exitcode', ...SETTINGS]);
  expect(output).toContain('No changes. Your infrastructure matches the configuration.');
  expect(code).toBe(0);
});

describe('a wrong definition is refused as AWS would', () => {
  /** All of them in one configuration, each on its own: Terraform goes on with the others. */
  let refused: Ended;
  beforeAll(async () => {
    const folder = join(stack.folder, '..', 'wrong');
    await mkdir(folder);
    await cp(join(import.meta.dirname, 'wrong', 'main.tf'), join(folder, 'main.tf'));
    await succeed(stack.terraform(initArguments(), folder));
    const variables = [`-var=api_id=${await apiId()}`];
    refused = await stack.terraform(
      ['apply', '-auto-approve', '-no-color', '-input=false', '-parallelism=30', ...variables],
      folder,
    );
  });

  async function apiId(): Promise<string> {
    const client = new AppSyncClient(clientOptions(stack.sonde.addresses.awsUrl));
    const { graphqlApis = [] } = await client.send(new ListGraphqlApisCommand({}));
    return graphqlApis[0]?.apiId ?? '';
  }

  it.each([
    [
      'a resolver on a field that the schema has not',
      'aws_appsync_resolver.no_field',
      /No field named nothing found on type Query/,
    ],
    [
      'a resolver on a data source that is not there',
      'aws_appsync_resolver.no_data_source',
      /No data source found named missing/,
    ],
    [
      'code that does not parse',
      'aws_appsync_function.no_code',
      /BadRequestException: The code contains one or more errors/,
    ],
    ['a runtime that there is not', 'aws_appsync_function.no_runtime', /2\.0\.0/],
    ['a data source without its role', 'aws_appsync_datasource.no_role', /role/i],
  ])('%s', (_what, address, message) => {
    expect(refused.code).toBe(1);
    const error = refused.output.split(/^│? ?Error: /m).find((each) => each.includes(`with ${address},`));
    expect(error, refused.output).toMatch(message);
  });

  // The provider would ask again for minutes, as a role on AWS takes a while to be known everywhere.
  it('a function without its role', async () => {
    const client = new LambdaClient(clientOptions(stack.sonde.addresses.awsUrl));
    const creation = client.send(
      new CreateFunctionCommand({
        FunctionName: 'sonde-local-no-role',
        Role: 'arn:aws:iam::000000000000:role/nobody',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: await readFile(join(stack.dist, 'functions', 'ingest.zip')) },
      }),
    );
    await expect(creation).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
  });

  it('an index on an attribute that the table does not declare', async () => {
    const folder = join(stack.folder, '..', 'undeclared');
    await mkdir(folder);
    await cp(join(import.meta.dirname, 'undeclared', 'main.tf'), join(folder, 'main.tf'));
    await succeed(stack.terraform(initArguments(), folder));
    const { code, output } = await stack.terraform(['plan', '-no-color', '-input=false'], folder);
    expect(code).toBe(1);
    expect(output).toMatch(/all indexes must match a defined attribute.*due|due.*attribute/is);
  });
});

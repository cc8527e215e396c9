import { InvokeCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import type { Order } from '../../functions/compact-readings/event.ts';
import { deployedOutputs, readyToRead } from '../commands.ts';
import { localAccess } from '../local-access.ts';
import { LOCAL, type Settings } from '../settings.ts';

/** The function that has the readings in hand: an operator needs no more than `lambda:InvokeFunction` of it. */
export interface Compaction {
  client: LambdaClient;
  name: string;
}

const NAME = 'compact-readings';

/** Far longer than a piece of work takes. */
const REQUEST_TIMEOUT_MS = 180_000;

const requestHandler = { connectionTimeout: 5000, requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true };

const Outputs = v.object({ region: v.string(), functions: v.record(v.string(), v.string()) });

/** The function of an environment. @throws Error where it has none, for its readings are in Timestream */
export async function compactionOf(settings: Settings): Promise<Compaction> {
  if (settings.environment === LOCAL) return localCompaction(process.env);
  const values = await deployedOutputs(await readyToRead(settings), settings.environment);
  const { region, functions } = v.parse(Outputs, values);
  const name = functions[NAME];
  if (name === undefined) throw noneThere(settings.environment);
  return { client: new LambdaClient({ region, requestHandler }), name };
}

/** That of `make dev` and `make apply-local`. */
function localCompaction(variables: Readonly<Record<string, string | undefined>>): Compaction {
  return {
    client: new LambdaClient({
      ...localAccess(variables),
      requestHandler,
    }),
    name: `sonde-${LOCAL}-${NAME}`,
  };
}

const Failure = v.object({ errorMessage: v.string() });

/**
 * Has the function do a piece of work, and waits for it.
 * @throws Error with what the function says where it failed
 */
export async function ask<Schema extends v.GenericSchema>(
  { client, name }: Compaction,
  order: Order,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(order) });
  const { FunctionError, Payload } = await client.send(command).catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException) throw noneThere(name, error);
    if (isRefusal(error))
      throw new Error(
        'Nothing answers where Sonde has its AWS endpoint: start `make dev STORE=dynamodb` in another terminal first.',
        { cause: error },
      );
    throw error;
  });
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString());
  if (FunctionError === undefined) return v.parse(schema, answer);
  const failure = v.safeParse(Failure, answer);
  throw new Error(`${name} failed: ${failure.success ? failure.output.errorMessage : FunctionError}`);
}

function noneThere(where: string, cause?: unknown): Error {
  return new Error(`There is no ${NAME} (${where}): only where readings are in DynamoDB there is something to do.`, {
    cause,
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}

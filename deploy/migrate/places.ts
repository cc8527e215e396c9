import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { AwsAccess } from '../../functions/shared/aws-client.ts';
import { ReadingsLocation } from '../../functions/shared/readings/location.ts';
import { deployedOutputs, readyToRead } from '../commands.ts';
import { localAccess } from '../local-access.ts';
import { LOCAL, type Settings } from '../settings.ts';
import type { Registry } from './devices.ts';
import type { StoreKind } from './settings.ts';

/** Where an environment has its devices and readings. */
export interface Places {
  aws: AwsAccess;
  registry: Registry;
  /** The stores of readings that there are, as `READINGS_STORE` names them. */
  stores: Readonly<Partial<Record<StoreKind, string>>>;
}

/** Those of `make dev` and `make apply-local`, by the names that both give them. */
export function localPlaces(variables: Readonly<Record<string, string | undefined>>): Places {
  const aws = localAccess(variables);
  return {
    aws,
    registry: {
      client: new DynamoDBClient(aws),
      tables: { organizations: `sonde-${LOCAL}-organizations`, devices: `sonde-${LOCAL}-devices` },
    },
    stores: { timestream: `timestream:sonde_${LOCAL}/readings`, dynamodb: `dynamodb:sonde-${LOCAL}-readings/73000` },
  };
}

const Store = v.nullish(v.string());
const Outputs = v.object({
  region: v.string(),
  tables: v.object({ organizations: v.string(), devices: v.string() }),
  readings_stores: v.object({ timestream: Store, dynamodb: Store }),
});

/** Those of an environment on AWS. @throws Error where it is not deployed */
export async function deployedPlaces(settings: Settings): Promise<Places> {
  const values = await deployedOutputs(await readyToRead(settings), settings.environment);
  const parsed = v.safeParse(Outputs, values);
  if (!parsed.success)
    throw new Error(`${settings.environment} was deployed by an older version, which names no stores: deploy it anew.`);
  const { region, tables, readings_stores } = parsed.output;
  const { timestream, dynamodb } = readings_stores;
  return {
    aws: { region },
    registry: { client: new DynamoDBClient({ region }), tables },
    stores: { ...(timestream && { timestream }), ...(dynamodb && { dynamodb }) },
  };
}

/** Where a store is. @throws Error where the environment has none of the kind */
export function storeOf(
  { stores }: Places,
  kind: StoreKind,
  environment: string,
): { text: string; location: ReadingsLocation } {
  const text = stores[kind];
  if (text === undefined)
    throw new Error(
      `${environment} has no store ${kind}. Have Terraform keep it beside the other: kept_readings_stores = ["${kind}"] in terraform/environments/${environment}.tfvars.`,
    );
  return { text, location: v.parse(ReadingsLocation, text) };
}

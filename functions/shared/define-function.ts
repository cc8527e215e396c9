import type * as v from 'valibot';
import type { ReadingsLocation } from './readings/location.ts';

type Entries = Record<string, v.GenericSchema<string | undefined, unknown>>;

/** What a Lambda function needs to be deployed. The build writes it to `dist/functions.json`, which Terraform and `local/` read. */
export interface FunctionDefinition<E extends Entries = Entries> {
  /** What the function is for, in one line. */
  description: string;
  timeoutSeconds: number;
  memoryMb: number;
  /** Parses `process.env` at the door; its keys are the variables that Terraform and `local/` must set. */
  environment: v.ObjectSchema<E, undefined>;
  /** GraphQL fields that the function calls with its own role, such as `Mutation.publishReadings`. */
  graphqlFields?: readonly string[];
  /** SQL of the IoT rule whose messages reach the function through a queue. */
  iotRule?: string;
  /** When it is invoked by itself, such as `rate(1 minute)`, as EventBridge Scheduler has it. */
  schedule?: string;
  /** Routes of the HTTP API that invoke it, such as `GET /exports/{id}`: with an event of payload format 2.0. */
  httpRoutes?: readonly string[];
  /** The only kind of readings store whose deployments have the function; without it, all have it. */
  readingsStore?: ReadingsLocation['kind'];
}

/** Gives a definition its exact type. Each `functions/<name>/function.ts` exports one as default. */
export function defineFunction<E extends Entries>(definition: FunctionDefinition<E>): FunctionDefinition<E> {
  return definition;
}

import type { FunctionsArtifact } from '../../build/artifacts.ts';
import type { Schedule } from '../scheduler/scheduler.ts';
import { physicalName } from './names.ts';

/** The routes of the HTTP API, each with the function that it invokes. */
export function routesOf(functions: FunctionsArtifact): Record<string, string> {
  return Object.fromEntries(
    Object.entries(functions).flatMap(([name, { httpRoutes = [] }]) =>
      httpRoutes.map((route) => [route, physicalName(name)]),
    ),
  );
}

/** What is invoked by itself, and how often. */
export function schedulesOf(functions: FunctionsArtifact): Schedule[] {
  return Object.entries(functions).flatMap(([name, { schedule }]) =>
    schedule === undefined
      ? []
      : [{ name: physicalName(name), expression: schedule, functionName: physicalName(name) }],
  );
}

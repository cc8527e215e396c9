import { SondeError } from '../shared/errors.ts';

/** What a refusal says that is the client's to read. @throws anything else, as it is */
export function asProblem(error: unknown): { problem: string } {
  if (error instanceof SondeError && error.type === 'ValidationError') return { problem: error.message };
  throw error;
}

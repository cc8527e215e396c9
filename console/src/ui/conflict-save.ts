import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import * as v from 'valibot';
import { isApiError } from '../api/errors.ts';
import { changesBetween, type Versions } from './conflict-fields.ts';

interface Versioned {
  version: number;
}

/** That somebody else has saved what one wanted to save, to be resolved by `ConflictDialog`. */
export interface Conflict<Values> extends Versions<Values> {
  /** The version that the others have made. */
  version: number;
  /** What the last attempt to resolve it failed with. */
  error: unknown;
  /** Saves these values over theirs. */
  resolve: (values: Values) => void;
  /** Leaves it unresolved: what was entered stays entered, and nothing is saved. */
  giveUp: () => void;
}

export interface VersionedSave<Row, Values> {
  /**
   * Saves what is different from the row that one began with. Where somebody else has changed that meanwhile there is a `conflict`.
   * @param began the row as it was when one began to change it
   */
  save: (began: Row, values: Values) => void;
  isSaving: boolean;
  /** What saving failed with, when that was no conflict. */
  error: unknown;
  conflict: Conflict<Values> | undefined;
}

interface VersionedSaveOptions<Row, Values> {
  /** What can be changed of a row. */
  valuesOf: (row: Row) => Values;
  /** Sends the changed fields. It selects all that `valuesOf` reads, for the error of a conflict brings what the operation selects. */
  send: (changes: Partial<Values>, began: Row) => Promise<Row>;
  /** It is saved, or there was nothing to save. */
  onSaved: (row: Row) => void;
}

/** Saves a row that has a version: what somebody else has changed meanwhile is never overwritten unseen. */
export function useVersionedSave<Row extends Versioned, Values extends object>({
  valuesOf,
  send,
  onSaved,
}: VersionedSaveOptions<Row, Values>): VersionedSave<Row, Values> {
  const [clash, setClash] = useState<{ began: Row; values: Values; current: Row }>();
  const saving = useMutation({
    async mutationFn({ began, values }: { began: Row; values: Values }): Promise<void> {
      const changes = changesBetween(valuesOf(began), values);
      try {
        finish(isNothing(changes) ? began : await send(changes, began));
      } catch (error) {
        if (!isApiError(error, 'ConflictError')) throw error;
        // The API's answer has the shape of its document, and so has the row that a conflict brings.
        const current = v.parse(v.custom<Row>(isVersioned), error.data);
        if (isNothing(changesBetween(valuesOf(current), values))) finish(current);
        else setClash({ began, values, current });
      }
    },
  });
  const finish = (saved: Row): void => {
    setClash(undefined);
    onSaved(saved);
  };
  const conflict = clash && {
    before: valuesOf(clash.began),
    mine: clash.values,
    theirs: valuesOf(clash.current),
    version: clash.current.version,
    error: saving.error,
    resolve: (values: Values) => {
      saving.mutate({ began: clash.current, values });
    },
    giveUp: () => {
      saving.reset();
      setClash(undefined);
    },
  };
  return {
    save: (began, values) => {
      saving.mutate({ began, values });
    },
    isSaving: saving.isPending,
    error: conflict ? null : saving.error,
    conflict,
  };
}

const isNothing = (changes: object): boolean => Object.keys(changes).length === 0;

const isVersioned = (row: unknown): boolean => v.is(v.object({ version: v.number() }), row);

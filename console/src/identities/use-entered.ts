import { useState } from 'react';
import { isSame } from '../ui/conflict-fields.ts';

interface Entered<Row, Values> {
  /** What is in the form. */
  values: Values;
  /** What it is to be compared with when it is saved: the row as it was when one began, if others have changed the very fields since. */
  began: Row;
  isDirty: boolean;
  enter: (change: Partial<Values>) => void;
  discard: () => void;
}

/** What is entered in a form over the row that is saved. Fields that nothing is entered in are as others change them. */
export function useEntered<Row extends object, Values extends object>(
  row: Row,
  valuesOf: (row: Row) => Values,
): Entered<Row, Values> {
  const [edit, setEdit] = useState<{ began: Row; entered: Partial<Values> }>();
  const saved = valuesOf(row);
  const values = { ...saved, ...edit?.entered };
  const isOverTheirs =
    edit !== undefined && !isSame(pick(valuesOf(edit.began), edit.entered), pick(saved, edit.entered));
  return {
    values,
    began: isOverTheirs ? edit.began : row,
    isDirty: !isSame(values, saved),
    enter: (change) => {
      setEdit({ began: edit?.began ?? row, entered: { ...edit?.entered, ...change } });
    },
    discard: () => {
      setEdit(undefined);
    },
  };
}

/** Of `values`, the fields that `like` has. */
function pick(values: object, like: object): object {
  return Object.fromEntries(Object.entries(values).filter(([field]) => field in like));
}

import { useMutation } from '@tanstack/react-query';
import { useAct } from './use-act.ts';

/** Something that a button does with an identity, and how far it is. */
export interface Request {
  send: () => void;
  isPending: boolean;
  error: Error | null;
}

/** A button's request. @param onDone what was answered is known */
export function useRequest<Done>(ask: () => Promise<Done>, onDone: (done: Done) => void): Request {
  const act = useAct();
  const { mutate, isPending, error } = useMutation({ mutationFn: () => act(ask()), onSuccess: onDone });
  return {
    send: () => {
      mutate();
    },
    isPending,
    error,
  };
}

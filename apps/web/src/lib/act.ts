import { type QueryClient, useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useRef } from 'react';
import { mayHaveArrived, UnansweredError } from './api/client';

/** What an act does besides: when it was done, or may have been although nobody said so, everything that the page shows is asked again. */
export function following<T, V>(client: Pick<QueryClient, 'invalidateQueries'>, work: (input: V) => Promise<T>, done?: (result: T, input: V) => void) {
  return {
    mutationFn: async (input: V): Promise<T> => {
      try {
        return await work(input);
      } catch (error) {
        throw mayHaveArrived(error) ? new UnansweredError(error as Error) : error;
      }
    },
    onSuccess: (result: T, input: V) => {
      void client.invalidateQueries();
      done?.(result, input);
    },
    onError: (error: Error) => {
      if (error instanceof UnansweredError) void client.invalidateQueries();
    },
  };
}

/** The part of a page in which an act stands: told that somebody began it, and that it was done. */
export const Standing = createContext({ began: (): void => undefined, ended: (): void => undefined });

/** An act. While it is under way the same input (none, or the key of the panel) does nothing: a double click asks one question. Inputs that are objects differ each time: their buttons are off meanwhile. */
export function useAct<T, V = void>(work: (input: V) => Promise<T>, done?: (result: T, input: V) => void): UseMutationResult<T, Error, V> {
  const client = useQueryClient();
  const part = useContext(Standing);
  const underWay = useRef(new Set<V>());
  const act = useMutation({
    ...following(client, work, (result: T, input: V) => {
      part.ended();
      done?.(result, input);
    }),
    onSettled: (_result, _error, input) => void underWay.current.delete(input),
  });
  const mutate: typeof act.mutate = (...asked) => {
    const [input] = asked as [V];
    if (underWay.current.has(input)) return;
    underWay.current.add(input);
    part.began();
    act.mutate(...asked);
  };
  return { ...act, mutate };
}

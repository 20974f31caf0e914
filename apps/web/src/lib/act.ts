import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';

/** An act: when it was done, everything that the page shows is asked again. While it is under way the same input (none, or the key of the panel) does nothing: a double click asks one question. Inputs that are objects differ each time: their buttons are off meanwhile. */
export function useAct<T, V = void>(work: (input: V) => Promise<T>, done?: (result: T, input: V) => void): UseMutationResult<T, Error, V> {
  const client = useQueryClient();
  const underWay = useRef(new Set<V>());
  const act = useMutation({
    mutationFn: work,
    onSuccess: (result: T, input: V) => {
      void client.invalidateQueries();
      done?.(result, input);
    },
    onSettled: (_result, _error, input) => void underWay.current.delete(input),
  });
  const mutate: typeof act.mutate = (...asked) => {
    const [input] = asked as [V];
    if (underWay.current.has(input)) return;
    underWay.current.add(input);
    act.mutate(...asked);
  };
  return { ...act, mutate };
}

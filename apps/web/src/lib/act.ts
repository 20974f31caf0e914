import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';

/** An act: when it was done, everything that the page shows is asked again. */
export function useAct<T, V = void>(work: (input: V) => Promise<T>, done?: (result: T, input: V) => void): UseMutationResult<T, Error, V> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: (result, input) => {
      void client.invalidateQueries();
      done?.(result, input);
    },
  });
}

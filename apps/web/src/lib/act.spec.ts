import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { following } from './act';
import { OfflineError, type Problem, ProblemError, UnansweredError } from './api/client';

const refusal = (status: number, code: string) => new ProblemError({ title: '', status, detail: '', code, requestId: '', violations: [] } satisfies Problem);

async function met(error?: Error) {
  const client = new QueryClient();
  const asked = jest.spyOn(client, 'invalidateQueries');
  const done = jest.fn();
  const act = new MutationObserver(
    client,
    following<string, void>(client, () => (error ? Promise.reject(error) : Promise.resolve('done')), done),
  );
  const thrown: unknown = await act.mutate().then(
    () => undefined,
    (one: unknown) => one,
  );
  return { reads: asked.mock.calls.length, done: done.mock.calls.length, thrown, shown: act.getCurrentResult().error };
}

test('what was done, and what may have been, is read anew; what was refused is not', async () => {
  expect(await met()).toMatchObject({ reads: 1, done: 1 });
  for (const lost of [new OfflineError('cut'), refusal(502, 'http'), refusal(503, 'http.unavailable')]) {
    const after = await met(lost);
    expect(after).toMatchObject({ reads: 1, done: 0 }); // negative control: without onError it was read anew on success alone
    expect(after.thrown).toBeInstanceOf(UnansweredError); // says on the page that it may have been done
    expect(after.shown).toBe(after.thrown);
  }
  const refused = refusal(409, 'x');
  expect(await met(refused)).toMatchObject({ reads: 0, done: 0, thrown: refused });
});

import { BusinessError } from '@kernel';
import { openingMachine as machine } from './opening.machine';

/** from -> act -> to; what is not here is refused. */
const LIFE: Record<string, Record<string, string>> = { sealed: { start: 'decrypting' }, decrypting: { decrypt: 'decrypting', conclude: 'concluded' }, concluded: {} };

const outcome = (status: string, act: string): string => {
  try {
    return machine.next(status as never, act as never);
  } catch (error) {
    if (error instanceof BusinessError) return `refused ${error.status}`;
    throw error;
  }
};

test.each(Object.keys(LIFE))('%s: exactly what its life allows', (status) => {
  const expected = Object.fromEntries(machine.acts.map((act) => [act, LIFE[status]![act] ?? 'refused 409']));
  expect(Object.fromEntries(machine.acts.map((act) => [act, outcome(status, act)]))).toEqual(expected);
});

test('the table knows every act', () => {
  expect(new Set(Object.values(LIFE).flatMap((acts) => Object.keys(acts)))).toEqual(new Set(machine.acts));
});

import { BusinessError, type Machine } from '@kernel';

/** from -> act -> to; what is not here is refused. */
export type Life = Record<string, Record<string, string>>;

function outcome(machine: Machine<string, string>, status: string, act: string): string {
  try {
    return machine.next(status, act);
  } catch (error) {
    if (error instanceof BusinessError) return `refused ${error.status}`;
    throw error;
  }
}

/** Tests every (status, act) pair of a machine against a table written independently of it. */
export function testLife<S extends string, A extends string>(of: Machine<S, A>, life: Life): void {
  const machine = of as unknown as Machine<string, string>;
  test.each(Object.keys(life))('%s: exactly what its life allows', (status) => {
    const expected = Object.fromEntries(machine.acts.map((act) => [act, life[status]![act] ?? 'refused 409']));
    expect(Object.fromEntries(machine.acts.map((act) => [act, outcome(machine, status, act)]))).toEqual(expected);
  });

  test('the table knows every status and every act', () => {
    expect(new Set(Object.keys(life))).toEqual(new Set(machine.statuses));
    expect(new Set(Object.values(life).flatMap((acts) => Object.keys(acts)))).toEqual(new Set(machine.acts));
  });
}

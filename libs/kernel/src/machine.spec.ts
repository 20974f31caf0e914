import { defineMachine } from './machine';
import { BusinessError } from './refusal';

const door = defineMachine({
  name: 'door',
  initial: 'closed',
  statuses: ['closed', 'open', 'locked'],
  acts: {
    open: { from: ['closed'], to: 'open' },
    close: { from: ['open'], to: 'closed' },
    lock: { from: ['closed'], to: 'locked' },
  },
  words: { closed: { zh: '关着', en: 'closed' }, open: { zh: '打开', en: 'open' }, locked: { zh: '锁着', en: 'locked' }, close: { zh: '关上', en: 'close' }, lock: { zh: '锁上', en: 'lock' } },
});

const TABLE: Record<string, Record<string, string | undefined>> = {
  closed: { open: 'open', close: undefined, lock: 'locked' },
  open: { open: undefined, close: 'closed', lock: undefined },
  locked: { open: undefined, close: undefined, lock: undefined },
};

describe.each(door.statuses)('from %s', (status) => {
  test.each(door.acts)('%s', (act) => {
    const to = TABLE[status]![act];
    expect(door.can(status, act)).toBe(to !== undefined);
    if (to) expect(door.next(status, act)).toBe(to);
    else expect(() => door.next(status, act)).toThrow(BusinessError);
  });
  test('the allowed acts are those of the table', () => {
    expect(door.allowed(status)).toEqual(door.acts.filter((act) => TABLE[status]![act]));
  });
});

test('the refusal is 409 and names what is possible', () => {
  expect(() => door.next('closed', 'close')).toThrow('possible now: open, lock');
  expect(() => door.next('locked', 'open')).toThrow('possible now: —');
  expect(() => door.next('locked', 'open')).toThrow(
    expect.objectContaining({ refusals: [expect.objectContaining({ code: 'machine.act-not-allowed', status: 409, params: expect.objectContaining({ status: { zh: '锁着', en: 'locked' } }) })] }),
  );
});

test.each([
  ['unreachable', { initial: 'a', statuses: ['a', 'b', 'c'], acts: { go: { from: ['a'], to: 'b' } } }],
  ['unknown status', { initial: 'a', statuses: ['a'], acts: { go: { from: ['a'], to: 'z' } } }],
  ['starts from no status', { initial: 'a', statuses: ['a'], acts: { go: { from: [], to: 'a' } } }],
])('a table with a fault (%s) does not load', (fault, spec) => {
  expect(() => defineMachine<string, string>({ name: 'faulty', ...spec } as never)).toThrow(fault);
});

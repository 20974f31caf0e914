import * as fc from 'fast-check';
import { orderByBallots } from './ties';

const ballots = (...orders: string[]) => orders.map((order, i) => ({ seat: `E${i + 1}`, order: [...order] }));

test('the smaller sum of places stands first', () => {
  expect(orderByBallots([...'abc'], ballots('abc', 'bca', 'bac'), 'E1')).toEqual(['b', 'a', 'c']);
});

test('equal sums stand as the leader put them', () => {
  expect(orderByBallots([...'ab'], ballots('ab', 'ba'), 'E1')).toEqual(['a', 'b']);
  expect(orderByBallots([...'ab'], ballots('ab', 'ba'), 'E2')).toEqual(['b', 'a']);
});

test('a ballot orders several groups at once', () => {
  expect(orderByBallots([...'cd'], ballots('abdc', 'abdc', 'abcd'), 'E1')).toEqual(['d', 'c']);
});

test('whatever is voted, there is one order of all, and it does not depend on how ballots and bids come', () => {
  const group = [...'abcdef'];
  const order = fc.shuffledSubarray(group, { minLength: group.length });
  fc.assert(
    fc.property(fc.array(order, { minLength: 1, maxLength: 7 }), order, fc.nat(6), (orders, shuffled, leader) => {
      const all = orders.map((one, i) => ({ seat: `E${i}`, order: one }));
      const chief = `E${leader % all.length}`;
      const result = orderByBallots(group, all, chief);
      expect([...result].sort()).toEqual(group);
      expect(orderByBallots(shuffled, [...all].reverse(), chief)).toEqual(result);
    }),
  );
});

test('negative control: a ballot that leaves somebody out, or no leader, gives no order', () => {
  expect(() => orderByBallots([...'ab'], ballots('a', 'ba'), 'E1')).toThrow();
  expect(() => orderByBallots([...'ab'], ballots('ab', 'ba'), 'E9')).toThrow();
});

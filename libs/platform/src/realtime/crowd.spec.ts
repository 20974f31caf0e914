import { Crowd } from './crowd';

test('so many sockets each, and one that leaves makes room', () => {
  const crowd = new Crowd({ most: 2, burst: 1, perSecond: 1 });
  expect(['a', 'a', 'a', 'b'].map((who) => crowd.enter(who))).toEqual([true, true, false, true]);
  crowd.leave('a');
  expect(crowd.enter('a')).toBe(true);
  for (let i = 0; i < 5; i += 1) crowd.leave('a');
  expect(['a', 'a', 'a'].map((who) => crowd.enter(who))).toEqual([true, true, false]);
});

test('who leaves and comes again is who he was, until he would be fresh', () => {
  let clock = 0;
  const crowd = new Crowd({ most: 9, burst: 3, perSecond: 1 }, () => clock);
  const round = (who: string) => {
    crowd.enter(who);
    const heard = [1, 2, 3, 4].filter(() => crowd.hear(who)).length;
    crowd.leave(who);
    return heard;
  };
  expect([round('a'), round('a'), round('b'), round('a')]).toEqual([3, 0, 3, 0]);
  clock = 2_000;
  expect([round('a'), round('a')]).toEqual([2, 0]);
  clock = 6_000;
  expect([round('c'), round('a')]).toEqual([3, 3]);
});

test('so many messages at once, then as many as time allows, on all sockets together', () => {
  let clock = 0;
  const crowd = new Crowd({ most: 9, burst: 3, perSecond: 2 }, () => clock);
  for (const who of ['a', 'a', 'b']) crowd.enter(who);
  const heard = (who: string, times: number) => Array.from({ length: times }, () => crowd.hear(who)).filter(Boolean).length;
  expect([heard('a', 10), heard('b', 10)]).toEqual([3, 3]);
  clock = 1_000;
  expect(heard('a', 10)).toBe(2);
  clock = 3_600_000;
  expect(heard('a', 10)).toBe(3); // a quiet hour saves up no more
  expect(crowd.hear('nobody')).toBe(false);
});

import type { AccountId } from '@kernel';
import fc from 'fast-check';
import { PUBLIC_ACTOR } from '../db';
import { RefusalBook, type RefusalRow, type Refused, WINDOW_MS } from './refusal-book';

const refused = ({
  who,
  from = '192.0.2.1',
  act = 'thing.do',
  code = 'thing.wrong',
  path = 'POST /things',
}: {
  who?: string;
  from?: string;
  act?: string;
  code?: string;
  path?: string;
} = {}): Refused => ({
  caller: { actor: who ? { ...PUBLIC_ACTOR, accountId: who as AccountId, login: who } : PUBLIC_ACTOR, act, ip: from, requestId: 'r' },
  ...{ outcome: 'refused', status: 409, codes: [code], articles: [], path, from },
});

/** Takes so many; returns how many got rows of their own. */
const taken = (book: RefusalBook, times: number, one: () => Refused, now = 0) => Array.from({ length: times }, () => book.take(one(), now)).filter(Boolean).length;
const drawn = (book: RefusalBook) => {
  book.closeWindow();
  return book.draw(Infinity);
};
const sum = (rows: { times: number }[]) => rows.reduce((all, { times }) => all + times, 0);

test('a stranger gets ten rows of his own, and the next window ten more; the others are counted in one', () => {
  const book = new RefusalBook();
  expect(taken(book, 1_000, () => refused())).toBe(10);
  const rows = drawn(book);
  expect([rows.length, sum(rows), rows.at(-1)]).toMatchObject([11, 1_000, { times: 990, ip: '192.0.2.1', act: 'thing.do', codes: ['thing.wrong'] }]);
  expect(taken(book, 20, () => refused(), WINDOW_MS - 1)).toBe(0);
  expect(taken(book, 20, () => refused(), WINDOW_MS)).toBe(10);
});

test('a person gets sixty, and is counted by name', () => {
  const book = new RefusalBook();
  expect(taken(book, 100, () => refused({ who: 'zhang' }))).toBe(60);
  expect(taken(book, 1, () => refused({ who: 'li' }))).toBe(1);
  expect(drawn(book).at(-1)).toMatchObject({ times: 40, login: 'zhang', actorId: 'zhang' });
});

test('a thousand strangers get a hundred rows together, and persons theirs nevertheless', () => {
  const book = new RefusalBook();
  let address = 0;
  expect(taken(book, 10_000, () => refused({ from: `192.0.2.${address++ % 1_000}` }))).toBe(100);
  expect(taken(book, 1, () => refused({ who: 'zhang' }))).toBe(1);
  const rows = drawn(book);
  expect(sum(rows)).toBe(10_001);
  expect(rows.length).toBe(100 + 1 + 500 + 1);
  expect(rows.some(({ ip, login }) => ip === '*' && login === '*')).toBe(true); // too many to be told apart
});

test('what could not be written comes first again; while much waits all is counted', () => {
  const book = new RefusalBook();
  let who = 0;
  for (let window = 0; window < 5; window += 1) taken(book, 1_000, () => refused({ who: `person ${who++}` }), window * WINDOW_MS);
  expect(book.waiting).toBe(2_000);
  const first = book.draw(10);
  book.give(first);
  expect(book.draw(10)).toEqual(first);
  expect(sum([...first, ...drawn(book)])).toBe(5_000);
});

test('no text that a client chose keeps a refusal out', () => {
  const book = new RefusalBook();
  book.take(refused({ path: `SOCKET \u0000\ud800${'x'.repeat(5_000)}` }), 0);
  const [{ path }] = drawn(book) as [RefusalRow];
  expect([path.length, path.slice(0, 9)]).toEqual([200, 'SOCKET \ufffd\ufffd']);
});

// negative control: a book that drops what exceeds its bounds fails this at once
test('whatever comes, in whatever order, and however often writing fails: nothing is lost and little is kept', () => {
  const one = fc.record({
    who: fc.option(
      fc.nat(50).map((n) => `person ${n}`),
      { nil: undefined },
    ),
    from: fc.nat(2_000).map((n) => `10.0.${n >> 8}.${n & 255}`),
    act: fc.constantFrom('a.b', 'c.d', 'http.unknown'),
    code: fc.constantFrom('x.y', 'z.w'),
    times: fc.integer({ min: 1, max: 400 }),
    step: fc.nat(WINDOW_MS),
    next: fc.constantFrom('go on', 'write', 'fail', 'close'),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 200 }), (story) => {
      const book = new RefusalBook();
      let [sent, written, now] = [0, 0, 0];
      for (const { times, step, next, who, ...rest } of story) {
        now += step;
        taken(book, times, () => refused({ ...rest, ...(who ? { who } : {}) }), now);
        sent += times;
        if (next === 'write') written += sum(book.draw(500));
        if (next === 'fail') book.give(book.draw(500));
        if (next === 'close' && book.waiting === 0) book.closeWindow();
        expect(book.waiting).toBeLessThan(2_000 + 1_000);
      }
      expect(written + sum(drawn(book))).toBe(sent);
    }),
    { numRuns: 50 },
  );
});

import { type DraftFields, mergeDraft, textsOf } from '@kernel';
import { ProblemError } from './api/client';
import { DraftKeeper, type DraftStore, flushDrafts, resumeDrafts } from './draft-keeper';

/** The server's side of a draft, as the platform merges it, with lines that can be cut before it hears and before it answers. */
class Shelf {
  fields: DraftFields = {};
  version = 0;
  cut: 'asking' | 'answering' | undefined;
  refusing: number | undefined;
  saves = 0;

  store(): DraftStore {
    return {
      load: async () => ({ version: this.version, fields: textsOf(this.fields) }),
      save: async (basedOn, changes) => {
        this.saves += 1;
        if (this.refusing) throw new ProblemError({ title: '', status: this.refusing, detail: '不能保存', code: 'x', requestId: '', violations: [] });
        if (this.cut === 'asking') throw new Error('cut');
        const merged = mergeDraft(this.fields, this.version, { basedOn, changes });
        ({ fields: this.fields, version: this.version } = merged);
        if (this.cut === 'answering') throw new Error('cut');
        return { version: this.version, savedAt: '2026-01-01T00:00:00Z', newer: merged.newer };
      },
      onElsewhere: () => () => undefined,
    };
  }

  get texts() {
    return Object.fromEntries(Object.entries(textsOf(this.fields)).map(([name, text]) => [name, JSON.parse(text) as unknown]));
  }
}

async function pages(): Promise<{ shelf: Shelf; one: DraftKeeper; other: DraftKeeper }> {
  const shelf = new Shelf();
  const [one, other] = [new DraftKeeper(shelf.store()), new DraftKeeper(shelf.store())];
  await Promise.all([one.load(), other.load()]);
  return { shelf, one, other };
}
const typeIn = async (keeper: DraftKeeper, name: string, value: unknown) => {
  keeper.type(name, value);
  await keeper.flush();
};

test('two pages type into different fields: both are kept, and each shows the other’s', async () => {
  const { shelf, one, other } = await pages();
  await typeIn(one, 'a', '80 ');
  await typeIn(other, 'b', '70');
  expect(shelf.texts).toEqual({ a: '80 ', b: '70' });
  expect(other.state.values).toEqual({ a: '80 ', b: '70' });
  await one.load();
  expect(one.state.values).toEqual({ a: '80 ', b: '70' });
});

test('two pages type into one field: the later sees both, and nothing is overwritten until he says so', async () => {
  const { shelf, one, other } = await pages();
  await typeIn(one, 'a', '80');
  await typeIn(other, 'a', '85');
  expect([shelf.texts, other.state.values, other.state.newer]).toEqual([{ a: '80' }, { a: '85' }, { a: '80' }]);
  await typeIn(other, 'a', '86'); // typing on decides nothing
  expect(shelf.texts).toEqual({ a: '80' });
  other.settle('a', 'mine');
  await other.flush();
  expect([shelf.texts, other.state.newer]).toEqual([{ a: '86' }, {}]);
  await typeIn(one, 'a', '81');
  one.settle('a', 'theirs');
  expect([one.state.values, one.state.unsaved.size, shelf.texts]).toEqual([{ a: '86' }, 0, { a: '86' }]);
});

test('a save whose answer was lost is no conflict with oneself', async () => {
  const { shelf, one } = await pages();
  shelf.cut = 'answering';
  await typeIn(one, 'a', '80');
  expect(one.state.fault).toBeDefined();
  shelf.cut = undefined;
  await typeIn(one, 'a', '81');
  await one.flush();
  expect([shelf.texts, one.state.newer, one.state.fault]).toEqual([{ a: '81' }, {}, undefined]);
});

test('a save that fails leaves what was typed, says why, and is done again; a refused one waits for a change', async () => {
  jest.useFakeTimers();
  const { shelf, one } = await pages();
  shelf.cut = 'asking';
  await typeIn(one, 'a', '80');
  expect([one.state.values, one.state.fault?.message, shelf.texts]).toEqual([{ a: '80' }, 'cut', {}]);
  shelf.cut = undefined;
  await jest.advanceTimersByTimeAsync(3_000);
  expect([shelf.texts, one.state.fault]).toEqual([{ a: '80' }, undefined]);
  shelf.refusing = 422;
  await typeIn(one, 'a', '81');
  const asked = shelf.saves;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(shelf.saves).toBe(asked);
  jest.useRealTimers();
});

test('what is typed is sent within a second, however fast somebody types on', async () => {
  jest.useFakeTimers();
  const { shelf, one } = await pages();
  for (let i = 0; i < 20; i += 1) {
    one.type('a', String(i));
    await jest.advanceTimersByTimeAsync(100);
  }
  expect(shelf.saves).toBeGreaterThan(1); // negative control: a timer that begins anew with each letter never ran
  jest.useRealTimers();
});

test('after the session has ended nothing is sent before the same person is back; before a sign-out everything is', async () => {
  const { shelf, one } = await pages();
  const close = one.open();
  shelf.refusing = 401;
  await typeIn(one, 'a', '80');
  shelf.refusing = undefined;
  await typeIn(one, 'a', '81');
  expect(shelf.texts).toEqual({});
  resumeDrafts();
  await flushDrafts();
  expect(shelf.texts).toEqual({ a: '81' });
  close();
});

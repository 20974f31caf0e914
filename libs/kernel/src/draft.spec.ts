import fc from 'fast-check';
import { type DraftChange, type DraftFields, mergeDraft, textsOf } from './draft';

const of = (fields: Record<string, [string, number]>): DraftFields => Object.fromEntries(Object.entries(fields).map(([name, [value, version]]) => [name, { value, version }]));

test('what nobody else touched is taken; what somebody else changed stays, and is told', () => {
  const { fields, version, newer } = mergeDraft(of({ a: ['80', 1], b: ['70', 3] }), 3, { basedOn: 2, changes: { a: '81', b: '71', c: '5' } });
  expect(textsOf(fields)).toEqual({ a: '81', b: '70', c: '5' });
  expect([version, newer]).toEqual([4, { b: '70' }]);
});

test('what others changed is told also to whoever changed something else', () => {
  expect(mergeDraft(of({ a: ['80', 3] }), 3, { basedOn: 2, changes: { b: '1' } }).newer).toEqual({ a: '80' });
});

// negative control: without the bound a page that knew version 7 of a form that was sent overwrote the next one's text unseen
test('who knew an earlier draft, which is gone, knows nothing of this one', () => {
  const { fields, version, newer } = mergeDraft(of({ a: ['80', 1] }), 1, { basedOn: 7, changes: { a: '81', b: '5' } });
  expect(textsOf(fields)).toEqual({ a: '80', b: '5' });
  expect([version, newer]).toEqual([2, { a: '80' }]);
});

/** Two pages that know the draft up to some version each type and save in any order. */
interface Page {
  knows: number;
  sees: Record<string, string>;
}
type Merge = typeof mergeDraft;

/** How many texts were overwritten that whoever overwrote them had not seen. */
function lostBy(merge: Merge, acts: readonly { page: 0 | 1; name: string; value: string }[]): number {
  const pages: [Page, Page] = [
    { knows: 0, sees: {} },
    { knows: 0, sees: {} },
  ];
  let [fields, version, lost] = [{} as DraftFields, 0, 0];
  for (const { page, name, value } of acts) {
    const own = pages[page];
    const before = textsOf(fields);
    const change: DraftChange = { basedOn: own.knows, changes: { [name]: value } };
    const merged = merge(fields, version, change);
    ({ fields, version } = merged);
    const after = textsOf(fields);
    for (const [key, text] of Object.entries(before)) if (after[key] !== text && own.sees[key] !== text) lost += 1;
    Object.assign(own, { knows: version, sees: { ...after, ...merged.newer } });
  }
  return lost;
}

const acts = fc.array(fc.record({ page: fc.constantFrom<0 | 1>(0, 1), name: fc.constantFrom('a', 'b', 'c'), value: fc.string({ maxLength: 3 }) }), { maxLength: 20 });

test('two pages never overwrite what they have not seen', () => {
  fc.assert(fc.property(acts, (all) => lostBy(mergeDraft, all) === 0));
});

test('negative control: the last one wins, and a text is lost', () => {
  const lastWins: Merge = (fields, version, { changes }) => ({
    fields: { ...fields, ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, { value, version: version + 1 }])) },
    version: version + 1,
    newer: {},
  });
  expect(fc.check(fc.property(acts, (all) => lostBy(lastWins, all) === 0)).failed).toBe(true);
});

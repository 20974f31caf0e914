import { type Content, differences, excerpt, fieldName, FIELDS, statementText, TWO_PERSON_FORMAT } from './index';

const content: Content = { winner: { bidder: '甲', priceFen: '100' }, candidates: [{ bidder: '甲' }, { bidder: '乙' }], tender: { title: '道路', deadline: '2026-03-24T01:30:00.000Z' } };

describe('differences', () => {
  it('the same content has none, in whichever order its fields were written', () => {
    expect(differences(content, { tender: content.tender!, candidates: content.candidates!, winner: content.winner! })).toEqual([]);
  });

  it('each changed field is named by its place, with what it was and is, in the order of the list of fields', () => {
    const now: Content = { ...content, tender: { title: '桥梁', deadline: '2026-03-24T01:30:00.000Z' }, winner: { bidder: '乙', priceFen: '200' } };
    expect(differences(content, now)).toEqual([
      { pointer: '/winner/bidder', before: '甲', after: '乙' },
      { pointer: '/winner/priceFen', before: '100', after: '200' },
      { pointer: '/tender/title', before: '道路', after: '桥梁' },
    ]);
  });

  it('what came, what went, and what became another kind of thing', () => {
    expect(differences(content, { ...content, candidates: [{ bidder: '甲' }] })).toEqual([{ pointer: '/candidates/1', before: '{"bidder":"乙"}', after: null }]);
    expect(differences({ reason: null }, { reason: '有' })).toEqual([{ pointer: '/reason', before: null, after: '有' }]);
    expect(differences({}, { winner: { bidder: '甲' } })).toEqual([{ pointer: '/winner', before: null, after: '{"bidder":"甲"}' }]);
    expect(differences({ count: 1 }, { count: '1' })).toHaveLength(1);
    expect(differences({ reason: null }, {})).toEqual([]); // what is not there reads like what is empty
  });
});

// a content spread together takes any field past the compiler
it('a field without a name is compared all the same, and no statement has one', () => {
  const secret = { ...{ secretTerm: '1' } } as Content;
  expect(differences(secret, { ...{ secretTerm: '2' } } as Content)).toEqual([{ pointer: '/secretTerm', before: '1', after: '2' }]);
  const statement = {
    format: TWO_PERSON_FORMAT as typeof TWO_PERSON_FORMAT,
    proposal: 'p',
    act: 'a',
    object: 'o',
    askedBy: { name: '甲', organisation: '乙' },
    askedAt: '2026-03-03T01:00:00.000Z',
    request: {},
  };
  expect(() => statementText({ ...statement, content: { tender: { winner: [secret] } } as unknown as Content })).toThrow('fields of a without a name in FIELDS: secretTerm');
});

it('of a long text the place where it changed is shown', () => {
  const [before, after] = ['前'.repeat(500), `${'前'.repeat(400)}后${'前'.repeat(100)}`];
  expect(excerpt({ pointer: '/notice', before, after }, 'after')).toBe(`…${'前'.repeat(60)}后${'前'.repeat(59)}…`);
  expect(excerpt({ pointer: '/notice', before: '短', after: null }, 'before')).toBe('短');
  expect(excerpt({ pointer: '/notice', before: '短', after: null }, 'after')).toBeNull();
  expect(excerpt({ pointer: '/notice', before, after: `${before}尾` }, 'before')).toBe(`…${'前'.repeat(60)}`);
});

it('a place in words, in both languages; places in lists are counted from 1', () => {
  expect(fieldName('/candidates/1/bidder', 'zh')).toBe('中标候选人 / 2 / 投标人');
  expect(fieldName('/tender/deadline', 'en')).toBe('Tender / Deadline');
});

it('every field has a name of its own in both languages', () => {
  for (const [field, [zh, en]] of Object.entries(FIELDS)) expect([field, /[\p{Script=Han}]|SHA-256/u.test(zh), /^[\x20-\x7e]+$/.test(en)]).toEqual([field, true, true]);
});

it('a statement is canonical: the same whatever the order it was put together in', () => {
  const statement = {
    format: TWO_PERSON_FORMAT,
    proposal: 'p',
    act: 'a',
    object: 'o',
    askedBy: { name: '甲', organisation: '乙' },
    askedAt: '2026-03-03T01:00:00.000Z',
    request: {},
    content,
  } as const;
  const other = Object.fromEntries(Object.entries(statement).reverse()) as unknown as typeof statement;
  expect(statementText(other)).toBe(statementText(statement));
  expect(statementText(statement)).toContain('"format":"tianping/two-person/1"');
});

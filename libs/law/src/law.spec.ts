import { BusinessError, refusalCatalogue } from '@kernel';
import {
  ARTICLE_IDS,
  ARTICLES,
  atLeastShare,
  chineseNumber,
  citation,
  CONSTRUCTION_TERMS,
  type DoneAct,
  isArticleId,
  lawMap,
  lawMapFaults,
  leastOf,
  moreThanShare,
  type Ruleset,
  RULESET_IDS,
  RULESETS,
  rulesetFor,
  term,
  TERM_CODES,
  terms,
  type TermVersion,
  PERIODS,
} from '.';

describe('articles', () => {
  test.each([
    ['TBL-24', '《招标投标法》第二十四条', 'Tendering and Bidding Law, art. 24'],
    ['TBR-16', '《招标投标法实施条例》第十六条', 'Implementing Regulations of the Tendering and Bidding Law, art. 16'],
    ['CIV-203', '《民法典》第二百零三条', 'Civil Code, art. 203'],
    ['807-0', '发改办法规〔2025〕807号', 'Circular on Remote Evaluation (2025, no. 807)'],
  ] as const)('%s is cited as %s', (id, zh, en) => {
    expect(citation(id, 'zh')).toBe(zh);
    expect(citation(id, 'en')).toBe(en);
  });

  test('an opinion paper is cited by item', () => {
    expect(citation('1117-2', 'zh')).toMatch(/》第（二）项$/);
    expect(citation('1117-2', 'en')).toMatch(/, item 2$/);
  });

  test.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [100, '一百'],
    [101, '一百零一'],
    [110, '一百一十'],
    [203, '二百零三'],
    [999, '九百九十九'],
  ])('%i is %s', (n, text) => expect(chineseNumber(n)).toBe(text));

  test('every article has its gist in both languages', () => {
    for (const id of ARTICLE_IDS) {
      expect(ARTICLES[id].text).toMatch(/\p{Script=Han}/u);
      expect(ARTICLES[id].textEn).toMatch(/^[^\p{Script=Han}]+$/u);
    }
    expect(isArticleId('TBL-24')).toBe(true);
    expect(isArticleId('toString')).toBe(false);
  });
});

describe('terms', () => {
  const versions = TERM_CODES.flatMap((code) => (CONSTRUCTION_TERMS[code] as readonly TermVersion[]).map((version) => ({ code, ...version })));

  test.each(versions)('$code rests on the article $article', ({ article, hard, mark, effectiveFrom }) => {
    expect(isArticleId(article)).toBe(true);
    expect(effectiveFrom).toMatch(/^\d{4}-\d\d-\d\d$/);
    // what was not read in the article itself is never hard
    expect(hard).toBe(mark === 'S');
    if (hard) expect(ARTICLES[article].mark).toBe('S');
  });

  test('no term changes inside a ruleset: a change of the law is a new ruleset', () => {
    for (const { effectiveFrom: from, effectiveTo: to } of Object.values<{ effectiveFrom: string; effectiveTo?: string }>(RULESETS)) {
      const inside = (day?: string) => day !== undefined && day > from && (to === undefined || day < to);
      expect(versions.filter((one) => inside(one.effectiveFrom) || inside(one.effectiveTo))).toEqual([]);
    }
  });

  test('the numbers of the rulebook', () => {
    expect(terms('cn-construction-2019')).toMatchObject({
      minBidDays: 20,
      minDocumentDays: 5,
      clarificationDays: 15,
      objectionDocDays: 10,
      minBidders: 3,
      committeeMin: 5,
      expertShare: { numerator: 2, denominator: 3 },
      candidatesMax: 3,
      publicityDays: 3,
      publicityStartDays: 3,
      contractDays: 30,
      depositPercentMax: 2,
      reportDays: 15,
      decisionCommitteeMin: 7,
      decisionCandidatesMax: 5,
    });
    expect(term('cn-construction-2019', 'committeeMin')).toMatchObject({
      code: 'committeeMin',
      article: 'TBL-37',
      unit: 'count',
      odd: true,
      hard: true,
    });
    expect(term('cn-construction-2019', 'decisionCommitteeMin')).toMatchObject({ hard: false, mark: 'D', odd: true });
  });

  test.each([
    [3, 5, false],
    [4, 5, true],
    [4, 6, true],
    [4, 7, false],
    [5, 7, true],
  ])('%i experts of %i are two thirds: %s', (experts, members, enough) => {
    const { expertShare } = terms('cn-construction-2019');
    expect(atLeastShare(experts, members, expertShare)).toBe(enough);
    expect(experts >= leastOf(members, expertShare)).toBe(enough);
  });

  test('more than a third is not a third (TBR 48)', () => {
    const { extendTimeShare } = terms('cn-construction-2019');
    expect([moreThanShare(2, 6, extendTimeShare), moreThanShare(3, 6, extendTimeShare)]).toEqual([false, true]);
  });
});

describe('rulesets', () => {
  const ask = (on: string, category = 'construction') => rulesetFor({ category, region: '420600', on });

  test('in force from its first day', () => {
    expect(ask('2019-03-02')).toBe('cn-construction-2019');
    expect(ask('2026-03-03')).toBe('cn-construction-2019');
    expect(() => ask('2019-03-01')).toThrow('law.no-ruleset');
  });

  test('an unknown category or ruleset is refused', () => {
    expect(() => ask('2026-03-03', 'land')).toThrow(BusinessError);
    expect(() => terms('cn-construction-1999')).toThrow('law.unknown-ruleset');
    expect(() => term('toString', 'minBidDays')).toThrow('law.unknown-ruleset');
    expect(RULESET_IDS).toContain('cn-construction-2019');
  });
});

describe('regions', () => {
  const inRegion = (region: string) => rulesetFor({ category: 'construction', region, on: '2026-03-03' });

  test.each([
    ['420500', 'cn-4205-construction-2019', true],
    ['420583', 'cn-4205-construction-2019', true],
    ['990102', 'cn-9901-construction-2019', true],
    ['990200', 'cn-construction-2019', false],
    ['420600', 'cn-construction-2019', false],
    ['110000', 'cn-construction-2019', false],
    ['', 'cn-construction-2019', false],
  ])('%p has the ruleset %s; separation of evaluation and award: %s', (region, ruleset, separated) => {
    expect([inRegion(region), terms(inRegion(region)).decision !== undefined]).toEqual([ruleset, separated]);
  });

  test('no two rulesets of one place hold at once', () => {
    const last = ({ effectiveTo = '9999-12-31' }: Ruleset) => effectiveTo;
    const clash = (a: Ruleset, b: Ruleset) => a.category === b.category && a.region === b.region && last(a) >= b.effectiveFrom && last(b) >= a.effectiveFrom;
    const all: Ruleset[] = Object.values(RULESETS);
    expect(all.flatMap((one, i) => all.slice(i + 1).filter((other) => clash(one, other)))).toEqual([]);
    expect(clash(all[0]!, { ...all[0]!, effectiveFrom: '2026-01-01' })).toBe(true); // negative control
  });

  test('where the separation is on, its basis, its mark and the articles it strains are named', () => {
    expect(terms('cn-4205-construction-2019').decision).toMatchObject({ mark: 'M', articles: ['TBR-53', 'TBR-55', '1117-2'] });
    expect(terms('cn-9901-construction-2019').decision?.basis.zh).toContain('演示');
  });
});

describe('law map', () => {
  const PLANTED: DoneAct = { code: 'x.y', zh: '某事', procedures: ['p'], in: ['a'], by: [], article: 'TBL-24', stoppedBy: ['HS'] };

  test('a row for each article, with its terms and refusals', () => {
    const map = lawMap(new Map([['tender.too-short', { status: 422, article: 'TBL-24', zh: '短', en: 'short' }]]), [PLANTED]);
    const [articles, stops] = map.split('## What a hold stops') as [string, string];
    expect(articles.match(/^\| `/gm)).toHaveLength(ARTICLE_IDS.length);
    expect(stops.match(/^\| `/gm)).toHaveLength(Object.keys(PERIODS).length + 1);
    expect(map).toContain('| `TBL-24` | 《招标投标法》第二十四条 |');
    expect(map).toContain('`minBidDays` = 20 d: refused by `domain/src/tender/tender.rules.ts#earliestDeadline`');
    expect(map).toContain(' | `tender.too-short` |');
    expect(map).toContain('`reportDays` = 15 d: asked by nothing yet');
    expect(map).toContain('`decisionCommitteeMin` = 7 count, odd (default, D): refused by');
    expect(term('cn-construction-2019', 'reportDays').hard).toBe(false); // read in the article, and enforced by nothing yet
  });

  test('a refusal that names no article of ours is a fault', () => {
    expect(lawMapFaults(new Map([['x.y', { status: 422, article: 'TBL-999', zh: '', en: '' }]]))).toEqual(['x.y: TBL-999']);
    expect(lawMapFaults(refusalCatalogue)).toEqual([]);
  });
});

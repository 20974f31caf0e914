import { ELECTRONIC_MEASURES } from './electronic.articles';
import { EVALUATION_PROVISIONS, OPINIONS_1117 } from './evaluation.articles';
import { type ArticleRow, INSTRUMENTS, type InstrumentId, type Mark } from './instruments';
import { OTHERS, PROCUREMENT } from './procurement.articles';
import { TENDERING_LAW } from './tendering-law.articles';
import { TENDERING_REGULATIONS } from './tendering-regulations.articles';

const ROWS = {
  ...TENDERING_LAW,
  ...TENDERING_REGULATIONS,
  ...ELECTRONIC_MEASURES,
  ...EVALUATION_PROVISIONS,
  ...OPINIONS_1117,
  ...PROCUREMENT,
  ...OTHERS,
} as const;

export type ArticleId = keyof typeof ROWS;

export interface Article {
  readonly id: ArticleId;
  /** Name of the instrument, Chinese and English. */
  readonly instrument: string;
  readonly en: string;
  /** 0 = the instrument as a whole. */
  readonly number: number;
  /** The gist in a line; never the wording of the law. */
  readonly text: string;
  readonly textEn: string;
  readonly mark: Mark;
}

function articleOf(id: ArticleId): Article {
  const [mark, text, textEn]: ArticleRow = ROWS[id];
  const [code, number] = id.split('-') as [InstrumentId, string];
  const { zh, en } = INSTRUMENTS[code];
  return { id, instrument: zh, en, number: Number(number), text, textEn, mark };
}

export const ARTICLE_IDS = Object.keys(ROWS) as ArticleId[];

export const ARTICLES = Object.fromEntries(ARTICLE_IDS.map((id) => [id, articleOf(id)])) as Readonly<Record<ArticleId, Article>>;

export const isArticleId = (text: string): text is ArticleId => Object.hasOwn(ARTICLES, text);

const DIGITS = '零一二三四五六七八九';

/** 1-999 in Chinese numerals: 24 二十四, 203 二百零三. */
export function chineseNumber(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const head = hundreds ? `${DIGITS[hundreds]}百` : '';
  const ten = tens ? `${tens === 1 && !hundreds ? '' : DIGITS[tens]}十` : hundreds && ones ? '零' : '';
  return head + ten + (ones ? DIGITS[ones] : '');
}

/** `《招标投标法》第二十四条` or `Tendering and Bidding Law, art. 24`. */
export function citation(id: ArticleId, language: 'zh' | 'en'): string {
  const [code] = id.split('-') as [InstrumentId];
  const { unit } = INSTRUMENTS[code];
  const { instrument, en, number } = ARTICLES[id];
  if (language === 'en') return number === 0 ? en : `${en}, ${unit === 'item' ? 'item' : 'art.'} ${number}`;
  const name = instrument.includes('〔') ? instrument : `《${instrument}》`;
  if (number === 0) return name;
  return `${name}第${unit === 'item' ? `（${chineseNumber(number)}）项` : `${chineseNumber(number)}条`}`;
}

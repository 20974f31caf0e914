import { type Bilingual, refusalCatalogue } from '@kernel';
import { ARTICLES, citation } from '@law';

export interface ArticleView {
  id: string;
  instrument: Bilingual;
  citation: Bilingual;
  /** What it says, in a line; never its wording. */
  gist: Bilingual;
  /** How far the words were checked: S, W, M or D. */
  mark: string;
  /** Codes of the refusals that rest on it. */
  refusals: string[];
}

/** Every article in use, with the rules that refuse by it. */
export function articles(): { items: ArticleView[] } {
  const byArticle = new Map<string, string[]>();
  for (const [code, { article }] of refusalCatalogue) if (article) byArticle.set(article, [...(byArticle.get(article) ?? []), code].sort());
  const items = Object.values(ARTICLES).map(({ id, instrument, en, text, textEn, mark }) => ({
    id,
    instrument: { zh: instrument, en },
    citation: { zh: citation(id, 'zh'), en: citation(id, 'en') },
    gist: { zh: text, en: textEn },
    mark,
    refusals: byArticle.get(id) ?? [],
  }));
  return { items };
}

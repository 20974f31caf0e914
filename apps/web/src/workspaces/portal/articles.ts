import type { Language, Read } from './portal';

/** An article of law as `/api/articles` tells it. */
export interface Article {
  id: string;
  instrument: { zh: string; en: string };
  citation: { zh: string; en: string };
  gist: { zh: string; en: string };
  mark: string;
  refusals: string[];
}

let known: Promise<readonly Article[]> | undefined;

/** The articles do not change while the program runs: they are read once. */
export function articlesOf(read: Read): Promise<readonly Article[]> {
  known ??= read<{ items: Article[] }>('/api/articles').then((answer) => answer?.items ?? []);
  known.catch(() => (known = undefined));
  return known;
}

export function citeWith(articles: readonly Article[], language: Language): (id: string) => string {
  const byId = new Map(articles.map((article) => [article.id, article.citation[language]]));
  return (id) => byId.get(id) ?? id;
}

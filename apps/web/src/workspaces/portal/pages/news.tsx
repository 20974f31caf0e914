import { Foreign } from '../../../ui/plain';
import { date } from '../../../lib/format';
import { usePage } from '../context';
import type { NewsRow } from '../figures';
import { Prose } from '../../../ui/prose';
import type { PageOf } from '../page';

function NewsPage({ rows }: { rows: readonly NewsRow[] }) {
  const { t, href, language } = usePage();
  return (
    <>
      <h1>{t('news.title')}</h1>
      {rows.length === 0 && <p className="empty">{t('news.none')}</p>}
      <ul className="lines">
        {rows.map((row) => (
          <li className="line" key={row.id}>
            <h3>
              <a href={href(`/news/${row.id}`)}>
                <Foreign>{row.title}</Foreign>
              </a>
            </h3>
            <p className="meta">
              {date(row.publishedAt, language)} {row.source && <Foreign>{row.source}</Foreign>}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

export const newsPage: PageOf = async ({ t }, read) => {
  const news = await read<{ items: NewsRow[] }>('/api/news?limit=50');
  return { title: t('news.title'), content: <NewsPage rows={news?.items ?? []} /> };
};

interface Article extends NewsRow {
  body: string;
}

function ArticlePage({ article }: { article: Article }) {
  const { language } = usePage();
  return (
    <article className="prose">
      <h1>
        <Foreign>{article.title}</Foreign>
      </h1>
      <p className="meta">
        {date(article.publishedAt, language)} {article.source && <Foreign>{article.source}</Foreign>}
      </p>
      <Prose markdown={article.body} />
    </article>
  );
}

export const articlePage: PageOf = async (_context, read, id) => {
  const article = /^[0-9a-f-]{36}$/.test(id) ? await read<Article>(`/api/news/${id}`) : undefined;
  return article && { title: article.title, content: <ArticlePage article={article} /> };
};

import { groupBy } from '../../../lib/group';
import { PlainTable } from '../../../ui/plain';
import { type Article, articlesOf } from '../articles';
import { usePage } from '../context';
import type { PageOf } from '../page';

const byInstrument = (articles: readonly Article[]): [string, Article[]][] => [...groupBy(articles, (article) => article.id.split('-')[0]!)];

function Instrument({ articles }: { articles: readonly Article[] }) {
  const { t, language } = usePage();
  const name = articles[0]!.instrument[language];
  return (
    <section>
      <h2>{language === 'zh' ? `《${name}》` : name}</h2>
      <PlainTable
        caption={t('policies.caption', { name })}
        rows={articles}
        keyOf={(row) => row.id}
        columns={[
          { head: t('policies.article'), cell: (row) => <span id={row.id}>{row.citation[language]}</span> },
          { head: t('policies.gist'), cell: (row) => row.gist[language] },
          { head: t('policies.mark'), cell: (row) => t(`mark.${row.mark}`, { ns: 'terms' }) },
          { head: t('policies.rules'), cell: (row) => (row.refusals.length ? <code>{row.refusals.join(' ')}</code> : t('policies.noRule')) },
        ]}
      />
    </section>
  );
}

function PoliciesPage({ articles }: { articles: readonly Article[] }) {
  const { t } = usePage();
  return (
    <>
      <h1>{t('policies.title')}</h1>
      <p className="lead">{t('policies.lead')}</p>
      {byInstrument(articles).map(([code, rows]) => (
        <Instrument key={code} articles={rows} />
      ))}
    </>
  );
}

export const policiesPage: PageOf = async ({ t }, read) => ({ title: t('policies.title'), description: t('policies.lead'), content: <PoliciesPage articles={await articlesOf(read)} /> });

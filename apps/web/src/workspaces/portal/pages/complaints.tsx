import { usePage } from '../context';
import type { PageOf } from '../page';

const CASES = [
  { key: 'documents', articles: ['TBR-22', 'TBR-60'] },
  { key: 'opening', articles: ['TBR-44', 'TBR-60'] },
  { key: 'result', articles: ['TBR-54', 'TBR-60'] },
  { key: 'other', articles: ['TBR-60', 'TBR-61'] },
] as const;

function ComplaintsPage() {
  const { t, cite, href } = usePage();
  return (
    <>
      <h1>{t('complaints.title')}</h1>
      <p className="lead">{t('complaints.lead')}</p>
      {CASES.map(({ key, articles }) => (
        <section key={key}>
          <h2>{t(`complaints.${key}.title`)}</h2>
          <p>{t(`complaints.${key}.how`)}</p>
          <p>{t(`complaints.${key}.until`)}</p>
          <p className="meta">{articles.map(cite).join(' · ')}</p>
        </section>
      ))}
      <h2>{t('complaints.where')}</h2>
      <p>{t('complaints.channel')}</p>
      <p>
        <a className="button" href="/login">
          {t('complaints.signIn')}
        </a>{' '}
        <a href={href('/tenders?stage=publicity')}>{t('complaints.find')}</a>
      </p>
    </>
  );
}

export const complaintsPage: PageOf = async ({ t }) => ({ title: t('complaints.title'), description: t('complaints.lead'), content: <ComplaintsPage /> });

import { Foreign, PlainTable, When } from '../../../ui/plain';
import { date, money, percent } from '../../../lib/format';
import { type PageContext, usePage } from '../context';
import { TenderLines } from '../list';
import type { PageOf } from '../page';
import type { TenderRow } from '../types';
import type { Figures, NewsRow } from '../figures';

interface Home {
  closing: TenderRow[];
  today: TenderRow[];
  publicity: TenderRow[];
  news: NewsRow[];
  figures: Figures['total'] | undefined;
  year: string;
}

function SearchBox() {
  const { t, href } = usePage();
  return (
    <form className="search" action={href('/tenders')} role="search">
      <label htmlFor="q">{t('home.search')}</label>
      <div className="row">
        <input id="q" name="q" type="search" maxLength={100} placeholder={t('home.example')} />
        <button type="submit" className="button">
          {t('search')}
        </button>
      </div>
    </form>
  );
}

function Section({ id, rows, more }: { id: 'closing' | 'today' | 'publicity'; rows: readonly TenderRow[]; more: string }) {
  const { t, href } = usePage();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{t(`home.${id}`)}</h2>
      {rows.length ? <TenderLines rows={rows} /> : <p className="empty">{t(`home.${id}None`)}</p>}
      {rows.length > 0 && (
        <p>
          <a href={href(more)}>{t('home.more')}</a>
        </p>
      )}
    </section>
  );
}

function Year({ figures, year }: { figures: NonNullable<Home['figures']>; year: string }) {
  const { t, href, language } = usePage();
  const rows = [
    { name: t('figures.completed'), value: figures.completed },
    { name: t('figures.turnover'), value: money(figures.turnoverFen, language) },
    { name: t('figures.remoteShare'), value: figures.remoteShare ? percent(figures.remoteShare) : t('figures.none') },
  ];
  return (
    <section aria-labelledby="year">
      <h2 id="year">{t('home.year', { year })}</h2>
      <PlainTable
        caption={t('home.yearCaption')}
        rows={rows}
        keyOf={(row) => row.name}
        columns={[
          { head: t('figures.what'), cell: (row) => <a href={href('/figures')}>{row.name}</a> },
          { head: t('figures.value'), cell: (row) => row.value, numeric: true },
        ]}
      />
    </section>
  );
}

function News({ rows }: { rows: readonly NewsRow[] }) {
  const { t, href, language } = usePage();
  return (
    <section aria-labelledby="news">
      <h2 id="news">{t('home.news')}</h2>
      {rows.length === 0 && <p className="empty">{t('news.none')}</p>}
      <ul className="plain-list">
        {rows.map((row) => (
          <li key={row.id}>
            <a href={href(`/news/${row.id}`)}>
              <Foreign>{row.title}</Foreign>
            </a>{' '}
            <small>{date(row.publishedAt, language)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function HomePage({ home }: { home: Home }) {
  const { t, now, language } = usePage();
  return (
    <>
      <h1>{t('home.title')}</h1>
      <p className="lead">{t('home.lead')}</p>
      <SearchBox />
      <p className="meta">
        {t('home.asOf')} <When at={new Date(now).toISOString()} language={language} />
      </p>
      <Section id="closing" rows={home.closing} more="/tenders?stage=bidding&sort=closing" />
      <Section id="today" rows={home.today} more="/tenders?opens=today" />
      <Section id="publicity" rows={home.publicity} more="/tenders?stage=publicity" />
      {home.figures && <Year figures={home.figures} year={home.year} />}
      <News rows={home.news} />
    </>
  );
}

const items = <T,>(answer: { items: T[] } | undefined): T[] => answer?.items ?? [];

export const homePage: PageOf = async (context: PageContext, read) => {
  const year = String(new Date(context.now + 8 * 3_600_000).getUTCFullYear());
  const [closing, today, publicity, news, figures] = await Promise.all([
    read<{ items: TenderRow[] }>('/api/tenders?stage=bidding&sort=closing&limit=10'),
    read<{ items: TenderRow[] }>('/api/tenders?opens=today&limit=10'),
    read<{ items: TenderRow[] }>('/api/tenders?stage=publicity&limit=5'),
    read<{ items: NewsRow[] }>('/api/news?limit=5'),
    read<Figures>(`/api/statistics?from=${year}-01&to=${year}-12`),
  ]);
  const home = { closing: items(closing), today: items(today), publicity: items(publicity), news: items(news), figures: figures?.total, year };
  return { title: context.t('home.title'), description: context.t('home.lead'), content: <HomePage home={home} /> };
};

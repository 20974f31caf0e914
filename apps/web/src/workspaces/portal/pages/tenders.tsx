import { CATEGORIES, METHODS, placesFor, PROCEDURE_IDS, STAGES } from '../filters';
import { type PageContext, usePage } from '../context';
import { TenderLines } from '../list';
import type { PageOf } from '../page';
import type { TenderRow } from '../types';

interface Found {
  items: TenderRow[];
  next: string | null;
  /** Exact up to 1,000; the interface stops counting there. */
  total: number;
}

const FILTERS = ['q', 'region', 'category', 'procedure', 'method', 'stage', 'opens', 'from', 'to', 'sort'] as const;
type Filter = (typeof FILTERS)[number];

function Choice({ name, options, chosen }: { name: Filter; options: readonly string[]; chosen?: string }) {
  const { t, query } = usePage();
  return (
    <div className="field">
      <label htmlFor={name}>{t(`filter.${name}`)}</label>
      <select id={name} name={name} defaultValue={chosen ?? query.get(name) ?? ''}>
        <option value="">{t('filter.any')}</option>
        {options.map((value) => (
          <option key={value} value={value}>
            {t([`${OF[name]}.${value}`, value], { ns: 'terms' })}
          </option>
        ))}
      </select>
    </div>
  );
}
const OF: Partial<Record<Filter, string>> = { region: 'region', category: 'category', procedure: 'procedure', method: 'method', stage: 'status' };

function Day({ name }: { name: 'from' | 'to' }) {
  const { t, query } = usePage();
  return (
    <div className="field">
      <label htmlFor={name}>{t(`filter.${name}`)}</label>
      <input id={name} name={name} defaultValue={query.get(name) ?? ''} placeholder="2026-12-15" pattern="\d{4}-\d{2}-\d{2}" maxLength={10} inputMode="numeric" />
    </div>
  );
}

function Filters() {
  const { t, query, href } = usePage();
  const places = placesFor(query.get('region'));
  return (
    <form className="filters" action={href('/tenders')} role="search">
      <div className="field wide-field">
        <label htmlFor="q">{t('filter.q')}</label>
        <input id="q" name="q" type="search" maxLength={100} defaultValue={query.get('q') ?? ''} />
      </div>
      <Choice name="stage" options={STAGES} />
      <Choice name="category" options={CATEGORIES} />
      <Choice name="procedure" options={PROCEDURE_IDS} />
      <Choice name="method" options={METHODS} />
      <Choice name="region" options={places.offered} chosen={places.chosen} />
      <Day name="from" />
      <Day name="to" />
      <div className="field">
        <label htmlFor="sort">{t('filter.sort')}</label>
        <select id="sort" name="sort" defaultValue={query.get('sort') ?? ''}>
          <option value="">{t('filter.newest')}</option>
          <option value="closing">{t('filter.closing')}</option>
        </select>
      </div>
      <div className="field act">
        <button type="submit" className="button">
          {t('search')}
        </button>
      </div>
    </form>
  );
}

/** Which filters are on, each with a link that takes it off. */
function Chosen() {
  const { t, query, href } = usePage();
  const on = FILTERS.filter((name) => query.get(name));
  if (on.length === 0) return null;
  const without = (name: Filter) => {
    const rest = new URLSearchParams([...query].filter(([key]) => key !== name && key !== 'after'));
    return href(`/tenders${rest.size ? `?${rest}` : ''}`);
  };
  return (
    <p className="chosen">
      {t('filter.chosen')}
      {on.map((name) => (
        <a key={name} href={without(name)}>
          {t(`filter.${name}`)}: <bdi>{t([`${OF[name] ?? 'filter'}.${query.get(name)}`, query.get(name)!], { ns: OF[name] ? 'terms' : 'portal' })}</bdi> <span aria-hidden="true">✕</span>
          <span className="unseen">{t('filter.drop')}</span>
        </a>
      ))}
    </p>
  );
}

function Results({ found }: { found: Found | undefined }) {
  const { t, query, href } = usePage();
  if (!found) return <p className="empty">{t('filter.wrong')}</p>;
  const further = new URLSearchParams([...query].filter(([key]) => key !== 'after'));
  if (found.next) further.set('after', found.next);
  return (
    <>
      <p className="meta" role="status">
        {t('filter.found', { count: found.total, more: found.total >= 1000 ? '+' : '' })} ·{' '}
        <a href={`/api/tenders.xlsx?${new URLSearchParams([...query].filter(([key]) => key !== 'after'))}`}>{t('filter.xlsx')}</a>
      </p>
      {found.items.length ? <TenderLines rows={found.items} /> : <p className="empty">{t('filter.none')}</p>}
      {found.next && (
        <p>
          <a className="button quiet" rel="next" href={href(`/tenders?${further}`)}>
            {t('filter.next')}
          </a>
        </p>
      )}
    </>
  );
}

function TendersPage({ found }: { found: Found | undefined }) {
  const { t } = usePage();
  return (
    <>
      <h1>{t('tenders.title')}</h1>
      <Filters />
      <Chosen />
      <Results found={found} />
    </>
  );
}

export const tendersPage: PageOf = async ({ query, t }: PageContext, read) => {
  const asked = new URLSearchParams([...query].filter(([key, value]) => value && ([...FILTERS, 'after'] as string[]).includes(key)));
  const found = await read<Found>(`/api/tenders?${asked}`);
  return { title: t('tenders.title'), description: t('tenders.description'), content: <TendersPage found={found} /> };
};

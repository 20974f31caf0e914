import { Chip, Foreign, When } from '../../ui/plain';
import { TONES } from '../../features/tender/stages';
import { money } from '../../lib/format';
import { usePage } from './context';
import type { TenderRow } from './types';

export function StatusChip({ status, held }: { status: string; held: boolean }) {
  const { t } = usePage();
  const name = t(`status.${status}`, { ns: 'terms' });
  return <Chip tone={held ? 'held' : (TONES[status] ?? 'neutral')}>{held ? `${name} · ${t('tender.heldNow')}` : name}</Chip>;
}

export const regionOf = (t: ReturnType<typeof usePage>['t'], code: string): string =>
  t(`region.${code}`, { ns: 'terms', defaultValue: t(`region.${code.slice(0, 2)}`, { ns: 'terms', defaultValue: code }) });

/** A tender as a line of a list: what, whose, how much, where it stands, what comes next and when. */
export function TenderLine({ row }: { row: TenderRow }) {
  const { t, href, language, now } = usePage();
  const open = row.status === 'bidding' && Date.parse(row.deadline) > now;
  return (
    <li className="line">
      <h3>
        <a href={href(`/tenders/${encodeURIComponent(row.code)}`)}>
          <Foreign>{row.title}</Foreign>
        </a>
      </h3>
      <p className="meta">
        <StatusChip status={row.status} held={row.held} /> <span className="code">{row.code}</span>
      </p>
      <p className="meta">
        <Foreign>{row.tenderer}</Foreign> · {regionOf(t, row.region)} · {t(`procedure.${row.procedure}`, { ns: 'terms' })} · {t(`method.${row.method}`, { ns: 'terms' })}
        {row.ceilingFen && ` · ${t('tender.ceiling')} ${money(row.ceilingFen, language)}`}
      </p>
      <p className="meta">
        {open ? t('list.closes') : t('list.closed')} <When at={row.deadline} language={language} countdown={open && !row.held} />
      </p>
    </li>
  );
}

export const TenderLines = ({ rows }: { rows: readonly TenderRow[] }) => (
  <ul className="lines">
    {rows.map((row) => (
      <TenderLine key={row.id} row={row} />
    ))}
  </ul>
);

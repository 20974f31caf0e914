import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, api } from '../../lib/api/client';
import { useNow } from '../../lib/clock';
import { Loaded, Panel } from '../../ui/page';
import { Chip, Foreign, type Tone } from '../../ui/plain';
import { At } from '../../ui/time';
import { Changes, ContentFacts, contentOf } from '../../ui/two-person';
import { ProposalFacts } from './proposal-facts';

type Row = Answer<'/api/proposals'>[number];

const TONES: Record<Row['status'] | 'lapsed', Tone> = { unsigned: 'neutral', open: 'info', confirmed: 'success', refused: 'error', replaced: 'neutral', outdated: 'warning', lapsed: 'warning' };

/** Undecided, and its time is over: nobody can confirm it any more. */
export const isLapsed = ({ status, expiresAt }: Pick<Row, 'status' | 'expiresAt'>, now: number): boolean => (status === 'open' || status === 'unsigned') && Date.parse(expiresAt) <= now;

/** One request: its content, and the file that proves it. */
export function Whole({ id }: { id: string }) {
  const { t } = useTranslation();
  const one = useQuery({ queryKey: ['proposals', id], queryFn: () => api.get('/api/proposals/{id}', { path: { id } }) });
  return (
    <Loaded query={one}>
      {(proposal) => (
        <>
          <ProposalFacts proposal={proposal} />
          {proposal.changes.length > 0 && <Changes changes={proposal.changes} next={t('records.askAgain')} />}
          <ContentFacts content={contentOf(proposal.statement)} />
          <p>
            <a href={`/api/proposals/${id}/evidence`} download={`two-person-${id}.json`}>
              {t('records.evidence')}
            </a>{' '}
            · <a href="/verifier.html">{t('records.verifier')}</a>
          </p>
        </>
      )}
    </Loaded>
  );
}

/** One request, folded: what it is and what became of it. */
export function Recorded({ row }: { row: Row }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const lapsed = isLapsed(row, useNow());
  const status = lapsed ? 'lapsed' : row.status;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t(`act.${row.act}`, { ns: 'terms' })} {row.lot && <code>{row.lot}</code>} <Chip tone={TONES[status]}>{t(`records.status.${status}`)}</Chip>{' '}
        <At at={lapsed ? row.expiresAt : (row.decidedAt ?? row.askedAt)} />
        {row.reason && (
          <>
            {' '}
            {t('records.because')} <Foreign>{row.reason}</Foreign>
          </>
        )}
      </summary>
      {open && <Whole id={row.id} />}
    </details>
  );
}

/** What this person asked for: what became of it, and why, where it was refused. */
export function OwnRequests() {
  const { t } = useTranslation();
  const rows = useQuery({ queryKey: ['proposals', 'own'], queryFn: () => api.get('/api/proposals/own'), refetchInterval: 30_000 });
  if (!rows.data?.length) return null;
  return (
    <Panel title={t('records.own')} id="own">
      {rows.data.map((row) => (
        <Recorded key={row.id} row={row} />
      ))}
    </Panel>
  );
}

interface Of {
  projectId: string;
  /** Of this act on this lot alone. */
  only?: { act: string; lot: string };
}

/** Every two-person act of a project that this person may read: what was signed, by whom, and the file that proves it. */
export function TwoPersonRecords({ projectId, only }: Of) {
  const { t } = useTranslation();
  const rows = useQuery({ queryKey: ['proposals', 'of', projectId], queryFn: () => api.get('/api/proposals/of/{projectId}', { path: { projectId } }), refetchInterval: 10_000 });
  const shown = (rows.data ?? []).filter(({ act, lot }) => !only || (act === only.act && lot === only.lot));
  if (!shown.length) return null;
  return (
    <Panel title={t('records.title')} id="records">
      {shown.map((row) => (
        <Recorded key={row.id} row={row} />
      ))}
    </Panel>
  );
}

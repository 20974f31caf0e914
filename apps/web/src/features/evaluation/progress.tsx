import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api, ProblemError } from '../../lib/api/client';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { ActPanel } from '../../ui/act';
import { TextField } from '../../ui/form';
import { CitedPages } from '../../ui/documents/cited';
import { Reader } from '../../ui/documents/reader';
import { ReadingProvider, useReading } from '../../ui/documents/reading';
import { Rejections } from './rejections';
import { OnLot } from '../../ui/offered';
import { Panel } from '../../ui/page';
import { Facts, Foreign, Hash } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';

export type Evaluation = Answer<'/api/tenders/{id}/evaluation'>;
type Tender = Pick<Answer<'/api/tenders/{id}'>, 'id' | 'allowedActs' | 'status' | 'held'>;

/** The evaluation as this person may see it now; none yet is no fault. */
export const useEvaluation = (tenderId: string | undefined, every = 5000) =>
  useQuery({
    queryKey: ['evaluation', tenderId],
    enabled: tenderId !== undefined,
    queryFn: () =>
      api.get('/api/tenders/{id}/evaluation', { path: { id: tenderId! } }).catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }),
    refetchInterval: every,
  });

function OpenRoom({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  const [logins, setLogins] = useState('');
  const open = useAct((key: string) => api.post('/api/tenders/{id}/evaluation', { path: { id: tender.id }, body: { representatives: logins.split(/[\s,，]/).filter(Boolean) }, key }));
  return (
    <>
      <TextField name="/representatives" label={t('evaluation.representatives')} help={t('evaluation.representativesHelp')} value={logins} onChange={setLogins} optional />
      <ActPanel what={t('evaluation.openWhat')} act={t('evaluation.open')} onAct={(key) => open.mutate(key)} busy={open.isPending} error={open.error} />
    </>
  );
}

/** Seats that fell free: experts' are drawn again, a representative's is named anew (TBR 48). */
function FreeSeats({ tender, seats }: { tender: Tender; seats: readonly string[] }) {
  const { t } = useTranslation();
  const [logins, setLogins] = useState('');
  const name = useAct((key: string) => api.post('/api/tenders/{id}/evaluation/representatives', { path: { id: tender.id }, body: { representatives: logins.split(/[\s,，]/).filter(Boolean) }, key }));
  return (
    <>
      <p className="banner banner-warning" role="status">
        {t('evaluation.freeSeats', { seats: seats.join(t('evaluation.and')) })}
      </p>
      {seats.some((seat) => seat.startsWith('R')) && tender.allowedActs.includes('committee.name-representative') && (
        <>
          <TextField name="/representatives" label={t('evaluation.representatives')} value={logins} onChange={setLogins} />
          <ActPanel
            what={t('evaluation.nameWhat')}
            act={t('evaluation.name')}
            onAct={(key) => name.mutate(key)}
            busy={name.isPending}
            error={name.error}
            hindrance={logins.trim() ? undefined : t('evaluation.nameNeed')}
          />
        </>
      )}
    </>
  );
}

type Summary = NonNullable<Evaluation['summary']>;

/** How each member ordered bids that were equal at the limit, and what came of it; for whoever reads the members' scores. */
function Votes({ summary }: { summary: Summary }) {
  const { t } = useTranslation();
  const nameOf = (bidId: string) => summary.rows.find((row) => row.bidId === bidId)?.bidder ?? '';
  const named = (order: readonly string[]) => order.map(nameOf).join(' → ');
  return summary.votes?.map(({ order, ballots }) => {
    const title = t('evaluation.tieVotes', { order: named(order) });
    return (
      <section key={order.join()}>
        <h3>{title}</h3>
        <DataTable
          caption={title}
          rows={ballots}
          keyOf={({ seat }) => seat}
          empty=""
          columns={[
            { key: 'seat', title: t('evaluation.seat'), render: ({ seat }) => <code>{seat}</code> },
            { key: 'ballot', title: t('evaluation.ballot'), render: (ballot) => <Foreign>{named(ballot.order)}</Foreign> },
          ]}
        />
      </section>
    );
  });
}

export function Ranking({ summary }: { summary: Summary }) {
  return (
    <>
      <Ranks summary={summary} />
      <Votes summary={summary} />
    </>
  );
}

function Ranks({ summary }: { summary: Summary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <DataTable
      caption={t('evaluation.result')}
      rows={summary.rows}
      keyOf={({ bidId }) => bidId}
      empty={t('evaluation.noResult')}
      columns={[
        summary.rows.some(({ rank }) => rank) && { key: 'rank', title: t('evaluation.rank'), render: ({ rank }) => rank ?? '' },
        { key: 'bidder', title: t('evaluation.bidder'), render: ({ bidder }) => <Foreign>{bidder}</Foreign> },
        { key: 'price', title: t('evaluation.price'), render: ({ priceFen }) => money(priceFen, language), numeric: true },
        summary.rows.some(({ total }) => total) && { key: 'total', title: t('evaluation.total'), render: ({ total }) => total ?? '', numeric: true },
        { key: 'candidate', title: t('evaluation.candidate'), render: ({ candidate }) => t(candidate ? 'yes' : 'no') },
      ]}
    />
  );
}

const NONE: NonNullable<Evaluation['documents']> = [];

/** What the bidders sent, the pages that the report rests on, and why bids were rejected: for whoever may read them. Opened when somebody wants to. */
export function BidDocuments({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const reading = useReading(evaluation.documents ?? NONE);
  const [open, setOpen] = useState(false);
  const visits = reading.panes.reduce((sum, { visit }) => sum + visit, 0);
  const [followed, setFollowed] = useState(visits);
  // a cited page was asked for, whether or not somebody has folded the documents away meanwhile
  if (visits !== followed) {
    setFollowed(visits);
    setOpen(true);
  }
  return (
    <ReadingProvider value={reading}>
      <Rejections evaluation={evaluation} />
      <CitedPages report={evaluation.report} />
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('evaluation.documents')}</summary>
        {open && <Reader />}
      </details>
    </ReadingProvider>
  );
}

/** For the tenderer's side: how far the evaluation is, without its secrets; the report once it is signed. */
export function EvaluationPart({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  const { data: evaluation } = useEvaluation(tender.id);
  return (
    <Panel title={t('evaluation.title')} id="evaluation">
      <OnLot tender={tender} act="committee.name-representative" and={evaluation === null}>
        <OpenRoom tender={tender} />
      </OnLot>
      {evaluation === null && !tender.allowedActs.includes('committee.name-representative') && <p>{t('evaluation.notYet')}</p>}
      {evaluation && (
        <>
          <Facts
            rows={[
              evaluation.status && [t('evaluation.state'), t(`evaluation.status.${evaluation.status}`)],
              evaluation.committee && [t('evaluation.committee'), t('evaluation.committeeText', evaluation.committee)],
              evaluation.signedAt && [t('evaluation.signedAt'), <At at={evaluation.signedAt} />],
              evaluation.reportSha256 && [t('evaluation.reportHash'), <Hash value={evaluation.reportSha256} />],
            ]}
          />
          {evaluation.freeSeats && evaluation.freeSeats.length > 0 && <FreeSeats tender={tender} seats={evaluation.freeSeats} />}
          {!evaluation.report && <p>{t('evaluation.secret')}</p>}
          {evaluation.summary && <Ranking summary={evaluation.summary} />}
          {evaluation.documents && <BidDocuments evaluation={evaluation} />}
        </>
      )}
    </Panel>
  );
}

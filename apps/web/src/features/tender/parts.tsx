import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../lib/settings';
import { Chip, Facts, Foreign, Hash, Money, Size } from '../../ui/plain';
import { At, Until } from '../../ui/time';
import { DataTable } from '../../ui/table';
import type { Tender } from './api';
import { movedTimes } from './moved';
import { countsDown, type STAND_STILL, TONES } from './stages';
import { PlanView } from './plan-view';
import { OpenedBy } from './trustees';

/** `held`: suspended at present, which is told beside the stage in which it is. */
export function StatusChip({ status, held = false }: { status: string; held?: boolean }) {
  const { t } = useTranslation();
  const name = t(`status.${status}`, { ns: 'terms' });
  return <Chip tone={held ? 'held' : (TONES[status] ?? 'neutral')}>{held ? `${name} · ${t('tender.heldNow')}` : name}</Chip>;
}

const Names = ({ of }: { of: readonly string[] }) => (
  <ul>
    {of.map((name) => (
      <li key={name}>
        <Foreign>{name}</Foreign>
      </li>
    ))}
  </ul>
);

/** What everybody wants to know of a tender first. */
export function TenderFacts({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const runs = (name: keyof typeof STAND_STILL) => countsDown(name, tender);
  const ties = tender.plan && 'tieRule' in tender.plan.method ? tender.plan.method.tieRule : undefined;
  const facts = (
    <Facts
      rows={[
        [t('tender.code'), <code>{tender.code}</code>],
        [t('tender.tenderer'), <Foreign>{tender.tenderer}</Foreign>],
        tender.agency && [t('tender.agency'), <Foreign>{tender.agency}</Foreign>],
        [t('tender.procedure'), t(`procedure.${tender.procedure}`, { ns: 'terms' })],
        tender.invitees && [t('tender.invitees'), tender.invitees.length ? <Names of={tender.invitees.map(({ name }) => name)} /> : t('tender.noInvitees')],
        [t('tender.method'), t(`method.${tender.method}`, { ns: 'terms' })],
        ties && [t('tender.ties'), t(`ties.${ties}`, { ns: 'terms' })],
        [t('tender.ceiling'), tender.ceilingFen ? <Money fen={tender.ceilingFen} language={language} /> : t('tender.noCeiling')],
        tender.publishedAt && [t('tender.published'), <Until at={tender.publishedAt} countdown={false} />],
        [t('tender.documentsUntil'), <Until at={tender.documentsUntil} countdown={runs('documentsUntil')} />],
        [t('tender.questionsUntil'), <Until at={tender.questionsUntil} countdown={runs('questionsUntil')} />],
        [t('tender.deadline'), <Until at={tender.deadline} countdown={runs('deadline')} />],
        [t('opener.label'), <OpenedBy trustees={tender.trustees} />],
        [t('tender.decryption'), t('tender.minutes', { count: tender.decryptionMinutes })],
        tender.endReason && [t('tender.ended'), <Foreign>{tender.endReason}</Foreign>],
      ]}
    />
  );
  return (
    <>
      {facts}
      {tender.plan && (
        <details>
          <summary>{t('plan.title', { ns: 'terms' })}</summary>
          <PlanView plan={tender.plan} candidateLimit={tender.candidateLimit} t={t} />
        </details>
      )}
    </>
  );
}

/** The stream of the tender stands still while a hold runs: which, by which article. */
export function Holds({ tender }: { tender: Pick<Tender, 'holds'> & { status: string } }) {
  const { t } = useTranslation();
  return tender.holds.map((hold, i) => (
    <p key={i} className="banner banner-held" role="status">
      <Chip tone="held">{t('tender.held')}</Chip> {t(`hold.${hold.kind}`, { ns: 'terms' })}
      {hold.reason && (
        <>
          {' · '}
          <Foreign>{hold.reason}</Foreign>
        </>
      )}
      {hold.kind === 'HS' && <span className="help"> {t(tender.status === 'bidding' ? 'tender.heldMeans' : 'tender.heldLater')}</span>}
    </p>
  ));
}

/** How a tender ended that led to no contract: nobody goes on waiting for what never comes. */
export function Ended({ tender }: { tender: Pick<Tender, 'endReason' | 'status'> }) {
  if (!tender.endReason) return null;
  return (
    <p className="banner" role="status">
      <StatusChip status={tender.status} /> <Foreign>{tender.endReason}</Foreign>
    </p>
  );
}

export function Documents({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  const may = tender.allowedActs.includes('tender.download');
  return (
    <DataTable
      caption={t('tender.documents')}
      rows={tender.documents}
      keyOf={({ id }) => id}
      empty={t('tender.noDocuments')}
      columns={[
        { key: 'name', title: t('tender.file'), render: ({ id, name }) => (may ? <a href={`/api/tenders/${tender.id}/documents/${id}`}>{name}</a> : <Foreign>{name}</Foreign>) },
        { key: 'size', title: t('tender.size'), render: ({ size }) => <Size of={size} />, numeric: true },
        { key: 'hash', title: 'SHA-256', render: ({ sha256 }) => <Hash value={sha256} /> },
      ]}
    />
  );
}

export function Amendments({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  return tender.amendments.map(({ number, kind, text, publishedAt, ...times }) => (
    <section key={number}>
      <h3>
        {t(`tender.${kind}`)} {number} <small>{<Until at={publishedAt} countdown={false} />}</small>
      </h3>
      <p className="own-lines">
        <Foreign>{text}</Foreign>
      </p>
      {movedTimes(times).map(({ name, from, to }) => (
        <p key={name}>
          {t(`tender.moved.${name}`)} <At at={to} />
          {t('tender.was')} <At at={from} />
        </p>
      ))}
    </section>
  ));
}

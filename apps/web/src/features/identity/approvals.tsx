import { sha256Hex, utf8 } from '@envelope-web';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { useNow } from '../../lib/clock';
import { type Answer, api } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { signText, type Unlocked } from '../../lib/signing/vault';
import { ActPanel } from '../../ui/act';
import { SignRequest } from '../../ui/asked';
import { TextField } from '../../ui/form';
import { Opened } from '../../ui/opened';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { SignerFacts, WithSigner } from '../../ui/signer-panel';
import { Changes, ContentFacts, contentOf } from '../../ui/two-person';
import { FirstPasswords } from './factors';
import { ProposalFacts } from './proposal-facts';
import { OwnRequests, isLapsed } from './records';

type Proposal = Answer<'/api/proposals/{id}'>;
type Outcome = 'confirmed' | 'refused' | 'signed';
interface Deciding {
  proposal: Proposal;
  onDecided(proposal: Proposal, outcome: Outcome): void;
  /** It was not confirmed; what the refusal says outlives the request, which may end by it. */
  onFailed(error: Error): void;
}

/** The digest is taken of the very text that the page shows. */
function Confirm({ proposal, onDecided, onFailed, signer }: Deciding & { signer?: Unlocked }) {
  const { t } = useTranslation();
  const { id, act, statement } = proposal;
  const confirm = useAct(
    async (key: string) => {
      const signature = signer && { signature: await signText(statement, signer) };
      return api.post('/api/proposals/{id}/confirm', { path: { id }, body: { contentSha256: sha256Hex(utf8(statement)), ...signature }, key });
    },
    () => onDecided(proposal, 'confirmed'),
  );
  return (
    <>
      {signer && <SignerFacts signer={signer} />}
      <ActPanel
        what={t(signer ? 'approvals.signWhat' : 'approvals.note')}
        article={signer && t('asked.signArticle')}
        act={t(signer ? 'approvals.sign' : 'approvals.confirm', { act: t(`act.${act}`, { ns: 'terms' }) })}
        onAct={(key) => confirm.mutate(key, { onError: onFailed })}
        busy={confirm.isPending}
        error={confirm.error}
      />
    </>
  );
}

function SendBack({ proposal, onDecided }: Omit<Deciding, 'onFailed'>) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [tries, setTries] = useState(0); // the first opens the field; it takes the focus with each
  const refuse = useAct(
    () => api.post('/api/proposals/{id}/refuse', { path: { id: proposal.id }, body: { reason } }),
    () => onDecided(proposal, 'refused'),
  );
  return (
    <div className="act">
      <Failure error={refuse.error} />
      {tries > 0 && (
        <TextField
          key={tries}
          autoFocus
          name="/reason"
          label={t('approvals.reason')}
          value={reason}
          onChange={setReason}
          rows={2}
          maxLength={1000}
          error={tries > 1 && !reason.trim() ? t('approvals.needReason') : undefined}
        />
      )}
      <Button
        loading={refuse.isPending}
        onClick={() => {
          if (tries > 0 && reason.trim()) return refuse.mutate();
          setTries(tries + 1);
        }}
      >
        {t('approvals.refuse')}
      </Button>
    </div>
  );
}

function Decide(deciding: Deciding) {
  const { changes, mustSign } = deciding.proposal;
  return (
    <>
      {changes.length === 0 && (mustSign ? <WithSigner>{(signer) => <Confirm {...deciding} signer={signer} />}</WithSigner> : <Confirm {...deciding} />)}
      <SendBack {...deciding} />
    </>
  );
}

function Waiting(deciding: Deciding) {
  const { proposal } = deciding;
  const { t } = useTranslation();
  const can = useCan();
  return (
    <Panel title={t(`act.${proposal.act}`, { ns: 'terms' })}>
      <ProposalFacts proposal={proposal} />
      {proposal.changes.length > 0 && <Changes changes={proposal.changes} next={t('approvals.askAgain')} />}
      <h3>{t('approvals.content')}</h3>
      <ContentFacts content={contentOf(proposal.statement)} />
      {can('proposal.confirm') ? <Decide {...deciding} /> : <p className="meta">{t('approvals.readOnly')}</p>}
    </Panel>
  );
}

/** As many stand open at once; each is asked for again and again, since what it stands for may change. */
const SHOWN = 10;

/** Decided by somebody else, asked anew, changed or lapsed while this page showed it: it does not go without a word, nor takes a refusal with it that nobody has read. */
function Over({ proposal: { act, projectName, lot, reason }, status, error }: { proposal: Proposal; status: 'lapsed' | Proposal['status']; error: Error | undefined }) {
  const { t } = useTranslation();
  return (
    <Panel title={t(`act.${act}`, { ns: 'terms' })}>
      <p className="banner banner-warning" role="status">
        {t('approvals.over', { status: t(`records.status.${status}`) })} {projectName && <bdi>{projectName}</bdi>} {lot && <code>{lot}</code>}{' '}
        {reason && (
          <>
            {t('records.because')} <Foreign>{reason}</Foreign>
          </>
        )}
      </p>
      <Failure error={error} />
    </Panel>
  );
}

function One({ id, gone, onDecided }: Pick<Deciding, 'onDecided'> & { id: string; gone: boolean }) {
  const one = useQuery({ queryKey: ['proposals', id], queryFn: () => api.get('/api/proposals/{id}', { path: { id } }), refetchInterval: 10_000 });
  const [error, setError] = useState<Error>();
  const now = useNow();
  return (
    <Loaded query={one}>
      {(proposal) => {
        const { status, statement } = proposal;
        if (status !== 'open' && status !== 'unsigned') return <Over proposal={proposal} status={status} error={error} />;
        if (gone && isLapsed(proposal, now)) return <Over proposal={proposal} status="lapsed" error={error} />;
        if (status === 'unsigned') return <SignRequest asked={{ proposalId: id, statement }} onSigned={() => onDecided(proposal, 'signed')} />;
        return <Waiting proposal={proposal} onDecided={onDecided} onFailed={setError} />;
      }}
    </Loaded>
  );
}

/** What was decided on this page last: the request itself is gone from it. */
function Decided({ proposal, outcome }: { proposal: Proposal; outcome: Outcome }) {
  const { t } = useTranslation();
  return (
    <p className="done" role="status">
      {t(`approvals.decided.${outcome}`, { act: t(`act.${proposal.act}`, { ns: 'terms' }) })} {proposal.projectName && <bdi>{proposal.projectName}</bdi>} {proposal.lot && <code>{proposal.lot}</code>}
    </p>
  );
}

/** Whether the person is still at this request, or nowhere: who has gone on to another meanwhile keeps his place there, and what he types. */
function isAt(id: string): boolean {
  const { activeElement: at, body } = document;
  return !at || at === body || Boolean(document.getElementById(id)?.contains(at));
}

/** Acts that wait for this person: as the second one, or for his own signature under what he asked. */
export function ApprovalsPage() {
  const { t } = useTranslation();
  const [shown, setShown] = useState(SHOWN);
  const [decided, setDecided] = useState<{ proposal: Proposal; outcome: Outcome; here: boolean }>();
  const [mine, setMine] = useState<readonly string[]>([]);
  const open = useQuery({ queryKey: ['proposals'], queryFn: () => api.get('/api/proposals'), refetchInterval: 10_000 });
  const ids = open.data?.map(({ id }) => id) ?? [];
  const [seen, setSeen] = useState<readonly string[]>([]);
  const news = ids.slice(0, shown).filter((id) => !seen.includes(id));
  if (news.length > 0) setSeen([...seen, ...news]);
  const gone = seen.filter((id) => open.data && !ids.includes(id) && !mine.includes(id));
  const decide = (proposal: Proposal, outcome: Outcome) => {
    setMine([...mine, proposal.id]);
    setDecided({ proposal, outcome, here: isAt(proposal.id) });
  };
  return (
    <Page title={t('approvals.title')}>
      {decided &&
        (decided.here ? (
          <Opened key={decided.proposal.id}>
            <Decided {...decided} />
          </Opened>
        ) : (
          <Decided {...decided} />
        ))}
      <FirstPasswords />
      <Loaded query={open}>
        {(rows) => (
          <>
            {rows.length === 0 && <Empty>{t('approvals.none')}</Empty>}
            {[...gone, ...ids.slice(0, shown)].map((id) => (
              <div key={id} id={id}>
                <One id={id} gone={gone.includes(id)} onDecided={decide} />
              </div>
            ))}
            {rows.length > shown && <Button onClick={() => setShown(shown + SHOWN)}>{t('approvals.more', { count: rows.length - shown })}</Button>}
          </>
        )}
      </Loaded>
      <OwnRequests />
    </Page>
  );
}

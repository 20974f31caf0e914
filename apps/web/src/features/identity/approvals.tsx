import { sha256Hex, utf8 } from '@envelope-web';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { signText, type Unlocked } from '../../lib/signing/vault';
import { ActPanel } from '../../ui/act';
import { SignRequest } from '../../ui/asked';
import { TextField } from '../../ui/form';
import { Opened } from '../../ui/opened';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Failure } from '../../ui/refusal';
import { SignerFacts, WithSigner } from '../../ui/signer-panel';
import { Changes, ContentFacts, contentOf } from '../../ui/two-person';
import { FirstPasswords } from './factors';
import { ProposalFacts } from './proposal-facts';
import { OwnRequests } from './records';

type Proposal = Answer<'/api/proposals/{id}'>;
type Outcome = 'confirmed' | 'refused';
interface Deciding {
  proposal: Proposal;
  onDecided(proposal: Proposal, outcome: Outcome): void;
}

/** The digest is taken of the very text that the page shows. */
function Confirm({ proposal, onDecided, signer }: Deciding & { signer?: Unlocked }) {
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
        onAct={(key) => confirm.mutate(key)}
        busy={confirm.isPending}
        error={confirm.error}
      />
    </>
  );
}

function SendBack({ proposal, onDecided }: Deciding) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [open, setOpen] = useState(false);
  const [tried, setTried] = useState(false);
  const refuse = useAct(
    () => api.post('/api/proposals/{id}/refuse', { path: { id: proposal.id }, body: { reason } }),
    () => onDecided(proposal, 'refused'),
  );
  return (
    <div className="act">
      <Failure error={refuse.error} />
      {open && (
        <TextField name="/reason" label={t('approvals.reason')} value={reason} onChange={setReason} rows={2} maxLength={1000} error={tried && !reason.trim() ? t('approvals.needReason') : undefined} />
      )}
      <Button
        loading={refuse.isPending}
        onClick={() => {
          if (open && reason.trim()) return refuse.mutate();
          setTried(open);
          setOpen(true);
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

function Waiting({ proposal, onDecided }: Deciding) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <Panel title={t(`act.${proposal.act}`, { ns: 'terms' })}>
      <ProposalFacts proposal={proposal} />
      {proposal.changes.length > 0 && <Changes changes={proposal.changes} />}
      <h3>{t('approvals.content')}</h3>
      <ContentFacts content={contentOf(proposal.statement)} />
      {can('proposal.confirm') ? <Decide proposal={proposal} onDecided={onDecided} /> : <p className="meta">{t('approvals.readOnly')}</p>}
    </Panel>
  );
}

/** As many stand open at once; each is asked for again and again, since what it stands for may change. */
const SHOWN = 10;

function One({ id, onDecided }: Pick<Deciding, 'onDecided'> & { id: string }) {
  const one = useQuery({ queryKey: ['proposals', id], queryFn: () => api.get('/api/proposals/{id}', { path: { id } }), refetchInterval: 10_000 });
  return (
    <Loaded query={one}>
      {(proposal) =>
        proposal.status === 'unsigned' ? (
          <SignRequest asked={{ proposalId: proposal.id, statement: proposal.statement }} onSigned={() => undefined} />
        ) : (
          <Waiting proposal={proposal} onDecided={onDecided} />
        )
      }
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
  const open = useQuery({ queryKey: ['proposals'], queryFn: () => api.get('/api/proposals'), refetchInterval: 10_000 });
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
            {rows.slice(0, shown).map(({ id }) => (
              <div key={id} id={id}>
                <One id={id} onDecided={(proposal, outcome) => setDecided({ proposal, outcome, here: isAt(id) })} />
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

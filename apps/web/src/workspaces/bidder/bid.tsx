import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { type OwnBid, ownBids } from '../../features/bidding/own';
import { BidChip } from '../../features/bidding/state';
import { Uploads } from '../../features/bidding/uploads';
import { useSealing } from '../../features/bidding/sealing';
import { type Tender, useTender } from '../../features/tender/api';
import { Outages } from '../../features/tender/outages';
import { Holds } from '../../features/tender/parts';
import { countsDown } from '../../features/tender/stages';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { serverNow } from '../../lib/clock';
import { ActPanel } from '../../ui/act';
import { LeaveGuard } from '../../ui/leave-guard';
import { Opened } from '../../ui/opened';
import { Loaded, Page, Panel } from '../../ui/page';
import { WithSigner } from '../../ui/signer-panel';
import { At, Countdown, Until } from '../../ui/time';
import { BidForm, NOTHING_TYPED, type Prepared } from './bid-form';
import { Submit } from './bid-submit';
import { Uploading } from './bid-uploading';

/** In its envelope, or what became of it at the opening: handed in it was. */
const STANDS: ReadonlySet<string> = new Set(['sealed', 'opened', 'unopened', 'revoked']);

/** The bid that was handed in: its receipt, and what may still be done with it. */
function InForce({ bid, tender, open, onReplace, onWithdrawn }: { bid: OwnBid; tender: Tender; open: boolean; onReplace: (() => void) | undefined; onWithdrawn: () => void }) {
  const { t } = useTranslation('bidder');
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const withdraw = useAct((key: string) => api.post('/api/tenders/{id}/bids/withdraw', { path: { id: tender.id }, key }), onWithdrawn);
  return (
    <div className={bid.status === 'sealed' || bid.status === 'opened' ? 'done' : 'panel'}>
      <h2>{t('bid.submitted')}</h2>
      <p>{t('bid.receipt', { no: bid.receiptCode, n: bid.number })}</p>
      <p>
        {t('bid.received')} <At at={bid.receivedAt} exact />
      </p>
      <div className="act-buttons">
        <Button onClick={() => void navigate(`/bidder/bids/${encodeURIComponent(tender.code)}/receipt/${bid.receiptCode}`)}>{t('bid.showReceipt')}</Button>
        {open && (
          <>
            {onReplace && <Button onClick={onReplace}>{t('bid.replace')}</Button>}
            <Button danger onClick={() => setAsking(true)}>
              {t('bid.withdraw')}
            </Button>
          </>
        )}
      </div>
      {/* a refusal that came with the deadline stays to be read */}
      {asking && (open || withdraw.isPending || withdraw.isError) && (
        <ActPanel
          what={t('bid.withdrawWhat')}
          article={t('bid.withdrawArticle')}
          act={t('bid.withdraw')}
          onAct={(key) => withdraw.mutate(key)}
          onBack={() => setAsking(false)}
          back={t('bid.keep')}
          busy={withdraw.isPending}
          error={withdraw.error}
        />
      )}
    </div>
  );
}

const STEPS = ['prepare', 'upload', 'submit'] as const;

/** Prepare, seal and upload, then sign and submit. Uploaded is not submitted: until there is a receipt the page says so, and who would leave it is asked. */
function Preparing({
  tender,
  bids,
  bidder,
  open,
  onBegin,
  onDone,
}: {
  tender: Tender;
  bids: readonly OwnBid[];
  bidder: string;
  open: boolean;
  onBegin: () => void;
  onDone: (bid: { receiptCode: string }) => void;
}) {
  const { t } = useTranslation('bidder');
  const queries = useQueryClient();
  const version = Math.max(0, ...bids.map(({ number }) => number)) + 1;
  const sealing = useSealing();
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [prepared, setPrepared] = useState<Prepared>();
  const { phase } = sealing.state;
  const submitted = useRef(false);
  const atStake = phase === 'running' || phase === 'paused' || phase === 'done';
  const lost = useCallback(() => (atStake && !submitted.current ? t('bid.leaving') : undefined), [atStake, t]);
  const finish = (bid: { receiptCode: string }) => {
    if (submitted.current) return;
    submitted.current = true;
    onDone(bid);
  };
  // it is there though its answer was lost
  const arrived = bids.find(({ cipherSha256 }) => cipherSha256 === sealing.state.result?.cipherSha256);
  useEffect(() => {
    if (arrived) finish(arrived);
  });
  const back = () => {
    sealing.cancel();
    void queries.invalidateQueries(ownBids(tender.id));
  };
  const step = phase === 'done' ? 'submit' : prepared && phase !== 'idle' ? 'upload' : 'prepare';
  const begin = (bid: Prepared) => {
    setPrepared(bid);
    onBegin();
    const escrowTerms = tender.trustees ? { threshold: tender.trustees.threshold, trustees: tender.trustees.people.map(({ certificate }) => certificate) } : undefined;
    sealing.start({ tender: tender.id, lot: tender.code, bidder, version, createdAt: new Date(serverNow()), parts: bid.parts, escrowTerms }, bid.sealedSize);
  };
  if (!open && step === 'prepare') return null; // back from what was under way at the deadline
  return (
    <>
      <LeaveGuard lost={lost} />
      <Panel title={t('bid.prepare')}>
        <ol className="stepper" aria-label={t('bid.steps')}>
          {STEPS.map((name, i) => (
            <li key={name} aria-current={name === step ? 'step' : undefined} className={STEPS.indexOf(step) > i ? 'past' : undefined}>
              {i + 1} {t(`bid.step.${name}`)}
            </li>
          ))}
        </ol>
        {phase === 'done' && <p className="unsubmitted">{t('bid.uploaded')}</p>}
        {step === 'prepare' && <BidForm tender={tender} typed={typed} onType={setTyped} onReady={begin} />}
        {step === 'upload' && <Uploading sealing={sealing} deadline={tender.deadline} onAgain={() => sealing.cancel()} />}
        {step === 'submit' && prepared && sealing.state.result && (
          <WithSigner>{(signer) => <Submit tender={tender} prepared={prepared} sealed={sealing.state.result!} signer={signer} onBack={back} onDone={finish} />}</WithSigner>
        )}
      </Panel>
      {/* what this page goes on with is no leftover, and not to be given up beside its own bar */}
      {!atStake && <Uploads tenderId={tender.id} running={countsDown('deadline', tender)} />}
    </>
  );
}

function Whole({ tender, bids, bidder }: { tender: Tender; bids: readonly OwnBid[]; bidder: string }) {
  const { t } = useTranslation('bidder');
  const navigate = useNavigate();
  const inForce = bids.find(({ status }) => STANDS.has(status));
  const [replacing, setReplacing] = useState(false);
  // what an order stops is not offered (bid.submit: TBR 62 alone); a form that was, stays with what is typed in it
  const stopped = tender.holds.some(({ kind }) => kind === 'HS');
  const [offered, setOffered] = useState(false);
  if (!stopped && !inForce && !offered) setOffered(true);
  const preparing = replacing || (!inForce && offered);
  // begun before the deadline, its answer may still come after it
  const [begun, setBegun] = useState(false);
  const begin = () => {
    setReplacing(true);
    setBegun(true);
  };
  const withdrawn = inForce ? undefined : bids.filter(({ status }) => status === 'withdrawn').sort((a, b) => b.number - a.number)[0];
  const [withdrew, setWithdrew] = useState(false); // just now: it has the focus, which the button leaves behind
  const code = encodeURIComponent(tender.code);
  const open = tender.status === 'bidding';
  const gone = withdrawn && (
    <p className="banner banner-warning" role="status">
      {t('bid.withdrawn', { n: withdrawn.number, no: withdrawn.receiptCode })} {open && t('bid.withdrawnAgain')}
    </p>
  );
  return (
    <Page
      title={t('bid.title', { title: tender.title })}
      mark={inForce ? undefined : t('bid.unsubmittedMark')}
      crumbs={[{ text: tender.title, to: `/bidder/tenders/${code}` }]}
      status={inForce && <BidChip status={inForce.status} />}
    >
      <Holds tender={tender} />
      <Outages tender={tender} />
      <p className="deadline">
        {t('bid.deadline')} <Until at={tender.deadline} countdown={false} /> {countsDown('deadline', tender) && <Countdown until={tender.deadline} />}
      </p>
      {!open && <p>{t('bid.closed')}</p>}
      {inForce && <InForce bid={inForce} tender={tender} open={open} onReplace={stopped ? undefined : () => setReplacing(true)} onWithdrawn={() => setWithdrew(true)} />}
      {open && inForce && replacing && <p className="unsubmitted">{t('bid.replacing', { v: inForce.number })}</p>}
      {withdrawn && (withdrew ? <Opened>{gone}</Opened> : gone)}
      {(open || begun) && preparing && (
        <Preparing tender={tender} bids={bids} bidder={bidder} open={open} onBegin={begin} onDone={({ receiptCode }) => void navigate(`/bidder/bids/${code}/receipt/${receiptCode}`)} />
      )}
      {open && !preparing && <Uploads tenderId={tender.id} running={countsDown('deadline', tender)} />}
    </Page>
  );
}

export function BidPage() {
  const { code = '' } = useParams();
  const tender = useTender(code, true);
  const me = useQuery({ queryKey: ['me'], queryFn: () => api.get('/api/me') });
  const own = useQuery({ ...ownBids(tender.data?.id ?? ''), enabled: Boolean(tender.data) });
  return <Loaded query={tender}>{(found) => <Loaded query={own}>{(bids) => <Whole key={found.id} tender={found} bids={bids} bidder={me.data?.uscc ?? ''} />}</Loaded>}</Loaded>;
}

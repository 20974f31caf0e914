import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { type OwnBid, ownBids } from '../../features/bidding/own';
import { AwardFacts, Objections, RaiseObjection, useAward } from '../../features/award/award';
import { gaveUp, GiveUp, standing } from '../../features/award/fallen';
import { Follow } from '../../features/tender/follows';
import { BidChip } from '../../features/bidding/state';
import { useEvaluation } from '../../features/evaluation/progress';
import { type Tender, useTender } from '../../features/tender/api';
import { Outages } from '../../features/tender/outages';
import { FullNotice } from '../../features/tender/notice';
import { Amendments, Documents, Ended, Holds, StatusChip, TenderFacts } from '../../features/tender/parts';
import { Ask, Questions } from '../../features/tender/questions';
import { TwoPersonRecords } from '../../features/identity/records';
import { useNow } from '../../lib/clock';
import { OnLot } from '../../ui/offered';
import { Loaded, Page, Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';

function Results({ tender, bidIds }: { tender: Tender; bidIds: readonly string[] }) {
  const { t } = useTranslation('bidder');
  const { data: award } = useAward(tender.id);
  const { data: evaluation } = useEvaluation(tender.id);
  const now = useNow(5000);
  const over = award?.publicityUntil != null && Date.parse(award.publicityUntil) <= now; // what nobody takes any more is not asked for
  return (
    <Panel title={t('results.title')} id="results">
      {evaluation?.rejections?.map((rejection) => (
        <div key={rejection.itemId} className="refusal">
          <h2>{t('results.rejected')}</h2>
          <p>{t('results.rejectedVotes', rejection.votes)}</p>
          {rejection.reasons.map((reason, i) => (
            <p key={i} className="own-lines">
              <Foreign>{reason}</Foreign>
            </p>
          ))}
        </div>
      ))}
      {award ? <AwardFacts award={award} /> : !tender.endReason && <p>{t('results.none')}</p>}
      {award && <Objections award={award} />}
      <Ended tender={tender} />
      <OnLot tender={tender} act="objection.raise" and={!over}>
        <RaiseObjection tenderId={tender.id} />
      </OnLot>
      {award && gaveUp(award, bidIds) && <p className="done">{t('award.giveUpDone', { ns: 'common' })}</p>}
      <OnLot tender={tender} act="candidate.give-up" and={award != null && standing(award).some(({ bidId }) => bidIds.includes(bidId))}>
        <GiveUp tenderId={tender.id} />
      </OnLot>
    </Panel>
  );
}

/** What was handed in for this lot, each version with its receipt, however long ago. */
function Receipts({ code, bids }: { code: string; bids: readonly OwnBid[] }) {
  const { t } = useTranslation('bidder');
  if (bids.length === 0) return null;
  return (
    <Panel title={t('bids.title')}>
      <DataTable
        caption={t('bids.title')}
        rows={bids}
        keyOf={({ id }) => id}
        empty=""
        columns={[
          { key: 'number', title: t('bids.version'), render: ({ number }) => number, numeric: true },
          { key: 'status', title: t('bids.state'), render: ({ status }) => <BidChip status={status} /> },
          { key: 'receipt', title: t('bids.receipt'), render: ({ receiptCode }) => <Link to={`/bidder/bids/${code}/receipt/${receiptCode}`}>{receiptCode}</Link> },
          { key: 'received', title: t('bids.received'), render: ({ receivedAt }) => <At at={receivedAt} exact /> },
        ]}
      />
    </Panel>
  );
}

function Whole({ tender }: { tender: Tender }) {
  const { t } = useTranslation('bidder');
  const navigate = useNavigate();
  const code = encodeURIComponent(tender.code);
  const own = useQuery(ownBids(tender.id));
  const bid = own.data?.[0];
  const open = tender.status === 'bidding';
  return (
    <Page
      title={tender.title}
      crumbs={[{ text: t('find.title'), to: '/bidder/find' }]}
      status={
        <>
          <StatusChip status={tender.status} held={tender.held} />
          {bid && <BidChip status={bid.status} />}
        </>
      }
      act={
        open ? (
          <>
            <Follow tenderId={tender.id} />
            <Button type="primary" onClick={() => void navigate(`/bidder/tenders/${code}/bid`)}>
              {t(bid?.status === 'sealed' ? 'tender.manageBid' : 'tender.prepareBid')}
            </Button>
          </>
        ) : (
          <Link className="ant-btn" to={`/openings/${code}`}>
            {t('tender.hall')}
          </Link>
        )
      }
    >
      <Holds tender={tender} />
      <Outages tender={tender} />
      <Panel title={t('tender.facts')} extra={tender.isPublic && <a href={`/tenders/${code}`}>{t('tender.public')}</a>}>
        <TenderFacts tender={tender} />
        <FullNotice tender={tender} />
        <h3>{t('tender.qualification')}</h3>
        <p className="own-lines">
          <Foreign>{tender.qualification}</Foreign>
        </p>
        <h3>{t('tender.documents')}</h3>
        <Documents tender={tender} />
      </Panel>
      <Panel title={t('tender.questions')}>
        <Amendments tender={tender} />
        <Questions tender={tender} />
        <OnLot tender={tender} act="tender.ask">
          <Ask tender={tender} />
        </OnLot>
      </Panel>
      {!open && <Receipts code={code} bids={own.data ?? []} />}
      {!open && <Results tender={tender} bidIds={own.data?.map(({ id }) => id) ?? []} />}
      {!open && <TwoPersonRecords projectId={tender.projectId} />}
    </Page>
  );
}

export function TenderPage() {
  const { code = '' } = useParams();
  const tender = useTender(code, true);
  return <Loaded query={tender}>{(found) => <Whole tender={found} />}</Loaded>;
}

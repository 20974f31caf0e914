import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { BidChip } from '../../features/bidding/state';
import { isClosing } from '../../features/tender/stages';
import { type Answer, api } from '../../lib/api/client';
import { save } from '../../lib/save';
import { Loaded, Page } from '../../ui/page';
import { Facts, Foreign, Hash } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { At, Until } from '../../ui/time';
import { Committed, Stamped } from './receipt-proofs';

type OwnBid = Answer<'/api/receipts/{code}'>;

/** What the receipt still means; any other state says that this version no longer counts. */
const HEADINGS: Record<string, string> = { sealed: 'receipt.inForce', opened: 'receipt.opened' };

/** Everything that this bidder holds in one file, for a verifier that runs without this platform. */
function Evidence({ bid }: { bid: OwnBid }) {
  const { t } = useTranslation('bidder');
  const fetch = useMutation({
    mutationFn: () => api.get('/api/tenders/{id}/opening/evidence', { path: { id: bid.tenderId }, query: { version: bid.number } }),
    onSuccess: (evidence) => save(`${JSON.stringify(evidence, null, 2)}\n`, `${bid.receiptCode}.evidence.json`, 'application/json'),
  });
  return (
    <>
      <p>{t('receipt.evidenceText')}</p>
      <Failure error={fetch.error} />
      <p className="row-acts">
        <Button onClick={() => fetch.mutate()} loading={fetch.isPending}>
          {t('receipt.evidence')}
        </Button>
        <a href="/verifier.html">{t('receipt.verifier')}</a>
      </p>
    </>
  );
}

function Receipt({ bid }: { bid: OwnBid }) {
  const { t } = useTranslation('bidder');
  const escrowed = (JSON.parse(bid.manifest) as { escrow?: string | null }).escrow != null;
  const saveAll = () => {
    save(bid.receipt, `${bid.receiptCode}.json`, 'application/json');
    save(
      Uint8Array.from(atob(bid.signature.replace(/\s/g, '')), (char) => char.charCodeAt(0)),
      `${bid.receiptCode}.p7s`,
      'application/pkcs7-signature',
    );
    save(bid.manifest, `${bid.receiptCode}.manifest.json`, 'application/json');
  };
  return (
    <Page
      title={t('receipt.title', { no: bid.receiptCode })}
      crumbs={[{ text: t('bids.title'), to: '/bidder/bids' }]}
      status={<BidChip status={bid.status} />}
      act={<Button onClick={saveAll}>{t('receipt.save')}</Button>}
    >
      <div className={bid.status in HEADINGS ? 'done' : 'panel'}>
        <h2>{t(HEADINGS[bid.status] ?? 'receipt.notInForce')}</h2>
        <Facts
          rows={[
            [t('receipt.lot'), <Foreign>{bid.title}</Foreign>],
            [t('bid.lot'), <code>{bid.code}</code>],
            [t('bid.version'), bid.number],
            [t('receipt.time'), <At at={bid.receivedAt} exact />],
            [t('receipt.stamp'), <Stamped receipt={bid.receipt} timestamp={bid.timestamp} />],
            [t('receipt.deadline'), <Until at={bid.deadline} countdown={isClosing({ status: bid.tenderStatus, held: bid.held })} />],
            [t('bid.sealedHash'), <Hash value={bid.cipherSha256} />],
          ]}
        />
        {bid.status === 'sealed' && (
          <>
            <h3>{t('receipt.next')}</h3>
            <p>{t(escrowed ? 'receipt.nextTrustees' : 'receipt.nextText')}</p>
          </>
        )}
        <p>
          <Link to={`/openings/${encodeURIComponent(bid.code)}`}>{t('receipt.hall')}</Link>
        </p>
      </div>
      <Committed bid={bid} />
      <h2>{t('receipt.check')}</h2>
      <Evidence bid={bid} />
      <p>{t('receipt.checkText')}</p>
      <pre>
        <code>{`openssl cms -verify -cades -binary -inform DER -in ${bid.receiptCode}.p7s -content ${bid.receiptCode}.json -CAfile ca.pem -purpose any -out /dev/null`}</code>
      </pre>
    </Page>
  );
}

export function ReceiptPage() {
  const { receipt: code = '' } = useParams();
  const bid = useQuery({ queryKey: ['bids', 'receipt', code], queryFn: () => api.get('/api/receipts/{code}', { path: { code } }), refetchInterval: 10_000 });
  return <Loaded query={bid}>{(found) => <Receipt bid={found} />}</Loaded>;
}

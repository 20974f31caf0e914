import { canonicalJson, certificateFields, type Json, provesInclusion, readStampToken, sha256Hex, toHex, writePem } from '@envelope-web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isClosing } from '../../features/tender/stages';
import { type Answer, api } from '../../lib/api/client';
import { Panel } from '../../ui/page';
import { Chip, Facts, Foreign, Hash } from '../../ui/plain';
import { At, Until } from '../../ui/time';

type OwnBid = Answer<'/api/receipts/{code}'>;
type Proof = NonNullable<NonNullable<Answer<'/api/tenders/{id}/opening/evidence'>['sealedSet']>['proof']>;

interface Stamp {
  at: string;
  by: string;
  /** Whether the token is over this receipt and no other text. */
  fits: boolean;
}

/** What a token says of itself; its signature is for the verifier, which needs no platform. */
function readStamp(receipt: string, timestamp: string): Stamp | undefined {
  try {
    const { info, certificates } = readStampToken(Uint8Array.from(atob(timestamp.replace(/\s/g, '')), (char) => char.charCodeAt(0)));
    const subject = certificates[0] && certificateFields(writePem('CERTIFICATE', certificates[0]));
    return { at: new Date(info.at).toISOString(), by: subject ? (subject.subject.commonName ?? subject.subjectText) : '', fits: toHex(info.digest) === sha256Hex(receipt) };
  } catch {
    return undefined;
  }
}

/** Time and authority of the stamp, or that it follows by itself: the time of receipt does not wait for it. */
export function Stamped({ receipt, timestamp }: { receipt: string; timestamp: string | null }) {
  const { t } = useTranslation('bidder');
  if (!timestamp) return <Chip tone="warning">{t('receipt.stampWaits')}</Chip>;
  const stamp = readStamp(receipt, timestamp);
  if (!stamp?.fits) return <Chip tone="error">{t('receipt.stampWrong')}</Chip>;
  return (
    <>
      <At at={stamp.at} exact />
      {stamp.by && (
        <>
          {' '}
          {t('receipt.stampBy')} <Foreign>{stamp.by}</Foreign>
        </>
      )}
    </>
  );
}

/** The way from this receipt to the published root, walked here: the entry has to be this receipt's, and the root the published one. */
function isIn(bid: OwnBid, proof: Proof | null, root: string): boolean {
  if (!proof || proof.entry.receiptCode !== bid.receiptCode || proof.entry.cipherSha256 !== bid.cipherSha256) return false;
  return provesInclusion(canonicalJson({ ...proof.entry } as unknown as Json), proof.index, proof.size, proof.path, root);
}

const COUNTED = new Set(['sealed', 'opened', 'unopened', 'revoked']);

/** From the deadline on: what was published over all sealed bids, and that this one is among them. */
export function Committed({ bid }: { bid: OwnBid }) {
  const { t } = useTranslation('bidder');
  const evidence = useQuery({
    queryKey: ['evidence', bid.tenderId, bid.number],
    queryFn: () => api.get('/api/tenders/{id}/opening/evidence', { path: { id: bid.tenderId }, query: { version: bid.number } }),
    refetchInterval: ({ state }) => (state.data?.sealedSet ? false : 10_000),
  });
  const set = evidence.data?.sealedSet;
  if (!COUNTED.has(bid.status)) return null;
  const { root, size } = set ? (JSON.parse(set.statement) as { root: string; size: number }) : { root: '', size: 0 };
  const inside = set && isIn(bid, set.proof, root);
  return (
    <Panel title={t('receipt.committed')}>
      {!set && (
        <p>
          {t('receipt.committedLater')} <Until at={bid.deadline} countdown={isClosing({ status: bid.tenderStatus, held: bid.held })} />
        </p>
      )}
      {set && (
        <>
          <p>{inside ? <Chip tone="success">{t('receipt.inside', { count: size })}</Chip> : <Chip tone="error">{t('receipt.outside')}</Chip>}</p>
          <Facts
            rows={[
              [t('receipt.root'), <Hash value={root} />],
              [t('receipt.setStamp'), <Stamped receipt={set.statement} timestamp={set.timestamp} />],
            ]}
          />
          <p className="meta">{t(inside ? 'receipt.insideHow' : 'receipt.outsideNext')}</p>
        </>
      )}
    </Panel>
  );
}

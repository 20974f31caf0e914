import { useTranslation } from 'react-i18next';
import type { Answer } from '../../lib/api/client';
import { Foreign } from '../../ui/plain';
import { Cited } from '../../ui/documents/cited';

/** Why bids were rejected, with the votes and every reason (TBR 51); cited pages are links. */
export function Rejections({ evaluation: { rejections = [], documents = [] } }: { evaluation: Pick<Answer<'/api/tenders/{id}/evaluation'>, 'rejections' | 'documents'> }) {
  const { t } = useTranslation();
  if (rejections.length === 0) return null;
  const nameOf = (bidId: string) => documents.find((one) => one.bidId === bidId);
  return (
    <section aria-label={t('evaluation.rejections')}>
      <h3>{t('evaluation.rejections')}</h3>
      <ul>
        {rejections.map(({ bidId, itemId, votes, reasons }) => (
          <li key={`${bidId} ${itemId}`}>
            {nameOf(bidId) && (
              <strong>
                {nameOf(bidId)!.number} <Foreign>{nameOf(bidId)!.bidder}</Foreign>
              </strong>
            )}{' '}
            {votes.of > 0 && t('evaluation.votes', { against: votes.against, of: votes.of })}
            <ul>
              {reasons.map((reason, i) => (
                <li key={i}>
                  <Cited text={reason} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

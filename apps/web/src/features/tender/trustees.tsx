import { useTranslation } from 'react-i18next';
import { Foreign } from '../../ui/plain';
import type { Tender } from './api';

type Named = Pick<NonNullable<Tender['trustees']>, 'threshold'> & { people: readonly { name: string; organisation: string }[] };

/** Who opens the bids: each bidder his own, or any k of the people named. */
export function OpenedBy({ trustees }: { trustees: Named | null }) {
  const { t } = useTranslation();
  if (!trustees) return <>{t('opener.bidders')}</>;
  return (
    <>
      {t('opener.trustees', { k: trustees.threshold, n: trustees.people.length })}
      <ul className="plain-list">
        {trustees.people.map(({ name, organisation }, i) => (
          <li key={i}>
            <Foreign>{name}</Foreign>{' '}
            <small>
              <Foreign>{organisation}</Foreign>
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

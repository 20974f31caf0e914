import { useTranslation } from 'react-i18next';
import { type Answer, api } from '../../lib/api/client';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { AskedNote } from '../../ui/asked';
import { Foreign, Hash } from '../../ui/plain';
import { Reasoned } from '../../ui/reasoned';
import { At } from '../../ui/time';

type Award = Answer<'/api/tenders/{id}/award'>;

const CAUSES = ['force-majeure', 'no-bond', 'unlawful', 'no-contract'] as const;

export const standing = ({ candidates = [], fallen = [] }: Award) => candidates.filter(({ bidId }) => !fallen.some((one) => one.bidId === bidId));

/** Whether one of these bids gave the award up: said for as long as it is so, since the form goes with the right to it. */
export const gaveUp = ({ fallen = [] }: Award, bidIds: readonly string[]): boolean => fallen.some(({ bidId, cause }) => cause === 'given-up' && bidIds.includes(bidId));

/** Who fell out, and which notices are void: everybody may read it, as they could read the notice. */
export function Fallen({ award }: { award: Award }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = (bidId: string) => award.candidates?.find((one) => one.bidId === bidId)?.bidder ?? '';
  if (!award.fallen?.length) return null;
  return (
    <section>
      <h3>{t('award.fallen')}</h3>
      <ul>
        {award.fallen.map(({ bidId, cause, reason }) => (
          <li key={bidId}>
            <Foreign>{nameOf(bidId)}</Foreign> {t(`award.cause.${cause}`)}
            {reason && (
              <p className="own-lines">
                <Foreign>{reason}</Foreign>
              </p>
            )}
          </li>
        ))}
        {award.lost?.map(({ bidder, priceFen, noticeSha256, noticedAt, lostAt }) => (
          <li key={noticeSha256}>
            {t('award.void')} <Foreign>{bidder}</Foreign> {money(priceFen, language)} <At at={noticedAt} /> – <At at={lostAt} /> <Hash value={noticeSha256} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The tenderer states why a candidate is one no more; the next in order can win then (TBR 55). */
export function Exclude({ tenderId, award }: { tenderId: string; award: Award }) {
  const { t } = useTranslation();
  return (
    <Reasoned
      title={t('award.exclude')}
      what={t('award.excludeWhat')}
      article={t('award.fallenArticle')}
      whom={{
        name: '/bidId',
        label: t('award.excluded'),
        empty: t('award.choose'),
        options: standing(award).map((one) => ({ value: one.bidId, text: one.rank ? `${one.rank}. ${one.bidder}` : one.bidder })),
      }}
      cause={{ name: '/cause', label: t('award.excludeCause'), options: CAUSES.map((value) => ({ value, text: t(`award.cause.${value}`) })) }}
      reason={{ name: '/reason', label: t('award.excludeReason') }}
      need={t('award.excludeNeed')}
      send={({ whom, cause, reason }, key) => api.post('/api/tenders/{id}/exclusions', { path: { id: tenderId }, body: { bidId: whom, cause: cause as (typeof CAUSES)[number], reason }, key })}
      done={(asked, again) => <AskedNote asked={asked} onAgain={again} />}
    />
  );
}

/** No candidate is left, or the tenderer invites anew rather than take the next (TBR 55). */
export function Retender({ tenderId }: { tenderId: string }) {
  const { t } = useTranslation();
  return (
    <Reasoned
      title={t('award.retender')}
      what={t('award.retenderWhat')}
      article={t('award.fallenArticle')}
      reason={{ name: '/reason', label: t('award.excludeReason') }}
      need={t('award.needReason')}
      send={({ reason }, key) => api.post('/api/tenders/{id}/retender', { path: { id: tenderId }, body: { reason }, key })}
      done={(asked, again) => <AskedNote asked={asked} onAgain={again} />}
    />
  );
}

/** A candidate's own refusal of the contract. */
export function GiveUp({ tenderId }: { tenderId: string }) {
  const { t } = useTranslation();
  return (
    <Reasoned
      title={t('award.giveUp')}
      sure={t('award.giveUpSure')}
      what={t('award.giveUpWhat')}
      article={t('award.fallenArticle')}
      reason={{ name: '/reason', label: t('award.excludeReason') }}
      need={t('award.needReason')}
      send={({ reason }, key) => api.post('/api/tenders/{id}/give-up', { path: { id: tenderId }, body: { reason }, key })}
      done={() => <p className="done">{t('award.giveUpDone')}</p>}
    />
  );
}

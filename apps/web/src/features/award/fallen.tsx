import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api, type Input } from '../../lib/api/client';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { RadioField, SelectField, TextField } from '../../ui/form';
import { Foreign, Hash } from '../../ui/plain';
import { At } from '../../ui/time';

type Award = Answer<'/api/tenders/{id}/award'>;

const CAUSES = ['force-majeure', 'no-bond', 'unlawful', 'no-contract'] as const;

export const standing = ({ candidates = [], fallen = [] }: Award) => candidates.filter(({ bidId }) => !fallen.some((one) => one.bidId === bidId));

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
  const [bidId, setBid] = useState('');
  const [cause, setCause] = useState('');
  const [reason, setReason] = useState('');
  const ask = useAct((key: string) => {
    const body = { bidId, cause, reason } as Input<'/api/tenders/{id}/exclusions'>;
    return api.post('/api/tenders/{id}/exclusions', { path: { id: tenderId }, body, key });
  });
  if (ask.data) return <AskedNote asked={ask.data} />;
  return (
    <details>
      <summary>{t('award.exclude')}</summary>
      <SelectField
        name="/bidId"
        label={t('award.excluded')}
        value={bidId}
        onChange={setBid}
        empty={t('award.choose')}
        options={standing(award).map((one) => ({ value: one.bidId, text: one.rank ? `${one.rank}. ${one.bidder}` : one.bidder }))}
      />
      <RadioField name="/cause" label={t('award.excludeCause')} value={cause} onChange={setCause} options={CAUSES.map((value) => ({ value, text: t(`award.cause.${value}`) }))} />
      <TextField name="/reason" label={t('award.excludeReason')} value={reason} onChange={setReason} rows={3} maxLength={1000} />
      <ActPanel
        what={t('award.excludeWhat')}
        article={t('award.fallenArticle')}
        act={t('award.exclude')}
        onAct={(key) => ask.mutate(key)}
        busy={ask.isPending}
        error={ask.error}
        hindrance={bidId && cause && reason.trim() ? undefined : t('award.excludeNeed')}
      />
    </details>
  );
}

/** A text and an act: inviting anew, and a candidate's own refusal. */
function WithReason({ name, send }: { name: 'retender' | 'giveUp'; send(reason: string, key: string): Promise<unknown> }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const act = useAct((key: string) => send(reason, key));
  if (act.data) return name === 'retender' ? <AskedNote asked={act.data as Answer<'/api/tenders/{id}/retender', 'post'>} /> : <p className="done">{t('award.giveUpDone')}</p>;
  return (
    <details>
      <summary>{t(`award.${name}`)}</summary>
      <TextField name="/reason" label={t('award.excludeReason')} value={reason} onChange={setReason} rows={3} maxLength={1000} />
      <ActPanel
        what={t(`award.${name}What`)}
        article={t('award.fallenArticle')}
        act={t(`award.${name}`)}
        onAct={(key) => act.mutate(key)}
        busy={act.isPending}
        error={act.error}
        hindrance={reason.trim() ? undefined : t('award.needReason')}
      />
    </details>
  );
}

export const Retender = ({ tenderId }: { tenderId: string }) => (
  <WithReason name="retender" send={(reason, key) => api.post('/api/tenders/{id}/retender', { path: { id: tenderId }, body: { reason }, key })} />
);

export const GiveUp = ({ tenderId }: { tenderId: string }) => (
  <WithReason name="giveUp" send={(reason, key) => api.post('/api/tenders/{id}/give-up', { path: { id: tenderId }, body: { reason }, key })} />
);

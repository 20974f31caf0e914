import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../features/evaluation/progress';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { say } from '../../lib/socket';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { RadioField, SelectField, TextField } from '../../ui/form';

type Open = Evaluation & { id: string };

const OWN_CAUSES = ['interest', 'health'] as const;
const CAUSES = ['absent', 'health', 'interest'] as const;

/** A member steps aside himself, at any step: his opinions are void, and the walk of the draw goes on (TBR 48). */
export function Leaving({ evaluation }: { evaluation: Open }) {
  const { t } = useTranslation('live');
  const [cause, setCause] = useState<string>('');
  const [reason, setReason] = useState('');
  const leave = useAct((_: string) => say('expert.declare-avoidance', { evaluationId: evaluation.id, cause, reason }));
  return (
    <details>
      <summary>{t('leaving.title')}</summary>
      <RadioField name="cause" label={t('leaving.cause')} value={cause} onChange={setCause} options={OWN_CAUSES.map((value) => ({ value, text: t(`leaving.own.${value}`) }))} />
      <TextField name="/reason" label={t('leaving.reason')} value={reason} onChange={setReason} rows={2} maxLength={500} />
      <ActPanel
        what={t('leaving.what')}
        article={t('leaving.article')}
        act={t('leaving.act')}
        onAct={(key) => leave.mutate(key)}
        busy={leave.isPending}
        error={leave.error}
        hindrance={cause && reason.trim() ? undefined : t('leaving.need')}
      />
    </details>
  );
}

/** Another member does not come or go on: asked by the leader or the hall, confirmed by the tenderer's approver (TBR 48). */
export function AskReplacement({ evaluation }: { evaluation: Open }) {
  const { t } = useTranslation('live');
  const [seat, setSeat] = useState('');
  const [cause, setCause] = useState<string>('absent');
  const [reason, setReason] = useState('');
  const ask = useAct((key: string) => api.post('/api/evaluations/{id}/replacements', { path: { id: evaluation.id }, body: { seat, cause: cause as (typeof CAUSES)[number], reason }, key }));
  if (ask.data) return <AskedNote asked={ask.data} />;
  const seats = (evaluation.members ?? []).filter((member) => member.seat !== evaluation.own?.seat);
  return (
    <details>
      <summary>{t('leaving.otherTitle')}</summary>
      <SelectField
        name="/seat"
        label={t('leaving.seat')}
        value={seat}
        onChange={setSeat}
        empty={t('leaving.chooseSeat')}
        options={seats.map((member) => ({ value: member.seat, text: `${member.seat} ${member.name}` }))}
      />
      <RadioField name="/cause" label={t('leaving.cause')} value={cause} onChange={setCause} options={CAUSES.map((value) => ({ value, text: t(`leaving.other.${value}`) }))} />
      <TextField name="/reason" label={t('leaving.otherReason')} value={reason} onChange={setReason} rows={2} maxLength={500} />
      <ActPanel
        what={t('leaving.otherWhat')}
        article={t('leaving.article')}
        act={t('leaving.otherAct')}
        onAct={(key) => ask.mutate(key)}
        busy={ask.isPending}
        error={ask.error}
        hindrance={seat && reason.trim() ? undefined : t('leaving.otherNeed')}
      />
    </details>
  );
}

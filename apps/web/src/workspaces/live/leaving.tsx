import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../features/evaluation/progress';
import { api } from '../../lib/api/client';
import { say } from '../../lib/socket';
import { AskedNote } from '../../ui/asked';
import { Reasoned } from '../../ui/reasoned';

type Open = Evaluation & { id: string };

const OWN_CAUSES = ['interest', 'health'] as const;
const CAUSES = ['absent', 'health', 'interest'] as const;

/** A member steps aside himself, at any step: his opinions are void, and the walk of the draw goes on (TBR 48). */
export function Leaving({ evaluation }: { evaluation: Open }) {
  const { t } = useTranslation('live');
  return (
    <Reasoned
      title={t('leaving.title')}
      what={t('leaving.what')}
      article={t('leaving.article')}
      act={t('leaving.act')}
      sure={t('leaving.sure')}
      cause={{ name: '/cause', label: t('leaving.cause'), options: OWN_CAUSES.map((value) => ({ value, text: t(`leaving.own.${value}`) })) }}
      reason={{ name: '/reason', label: t('leaving.reason'), max: 500 }}
      need={t('leaving.need')}
      send={({ cause, reason }) => say('expert.declare-avoidance', { evaluationId: evaluation.id, cause, reason })}
    />
  );
}

/** Another member does not come or go on: asked by the leader, confirmed by the hall, or asked by the hall, confirmed by the tenderer's approver (TBR 48). */
export function AskReplacement({ evaluation }: { evaluation: Open }) {
  const { t } = useTranslation('live');
  const others = (evaluation.members ?? []).filter((member) => member.seat !== evaluation.own?.seat);
  return (
    <Reasoned
      title={t('leaving.otherTitle')}
      what={t('leaving.otherWhat')}
      article={t('leaving.article')}
      act={t('leaving.otherAct')}
      whom={{ name: '/seat', label: t('leaving.seat'), empty: t('leaving.chooseSeat'), options: others.map(({ seat, name }) => ({ value: seat, text: `${seat} ${name}` })) }}
      cause={{ name: '/cause', label: t('leaving.cause'), options: CAUSES.map((value) => ({ value, text: t(`value.${value}`, { ns: 'terms' }) })) }}
      reason={{ name: '/reason', label: t('leaving.otherReason'), max: 500 }}
      need={t('leaving.otherNeed')}
      send={({ whom, cause, reason }, key) =>
        api.post('/api/evaluations/{id}/replacements', { path: { id: evaluation.id }, body: { seat: whom, cause: cause as (typeof CAUSES)[number], reason }, key })
      }
      done={(asked, again) => <AskedNote asked={asked} onAgain={again} />}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api } from '../../lib/api/client';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Chip, Facts, type Tone } from '../../ui/plain';
import { Reasoned } from '../../ui/reasoned';
import { Failure } from '../../ui/refusal';
import { At, Until } from '../../ui/time';

type Call = Answer<'/api/calls'>[number];
const TONES: Record<string, Tone> = { offered: 'warning', accepted: 'success', declined: 'neutral', 'timed-out': 'error', released: 'neutral' };

const CAUSES = ['health', 'interest', 'other'] as const;

/** Before the room opens, with a reason; in the room one leaves one's seat instead. */
function Aside({ call }: { call: Call }) {
  const { t } = useTranslation('expert');
  return (
    <Reasoned
      title={t('call.aside.title')}
      what={t('call.aside.what')}
      article={t('call.aside.article')}
      act={t('call.aside.act')}
      sure={t('call.aside.sure')}
      cause={{ name: '/cause', label: t('call.aside.cause'), options: CAUSES.map((value) => ({ value, text: t(`call.aside.causes.${value}`) })) }}
      reason={{ name: '/reason', label: t('call.aside.reason'), max: 500 }}
      need={t('call.aside.need')}
      send={({ cause, reason }, key) => api.post('/api/calls/{id}/step-aside', { path: { id: call.id }, body: { cause: cause as (typeof CAUSES)[number], reason }, key })}
    />
  );
}

/** Time, length, nothing else: the project is named after check-in. Accepting and declining are equal in size. */
function Invitation({ call }: { call: Call }) {
  const { t } = useTranslation('expert');
  const answer = useAct((accept: boolean) => api.post('/api/calls/{id}/answer', { path: { id: call.id }, body: { accept } }));
  return (
    <Panel title={t('call.title')} extra={<Chip tone={TONES[call.status] ?? 'neutral'}>{t(`call.status.${call.status}`, { defaultValue: call.status })}</Chip>}>
      <Facts rows={[[t('call.starts'), <At at={call.startsAt} />], [t('call.ends'), <At at={call.endsAt} />], call.status === 'offered' && [t('call.answerBy'), <Until at={call.answerBy} />]]} />
      {call.status === 'offered' && (
        <>
          <p>{t('call.note')}</p>
          <Failure error={answer.error} />
          <div className="act-buttons">
            <Button size="large" loading={answer.isPending} onClick={() => answer.mutate(true)}>
              {t('call.accept')}
            </Button>
            <Button size="large" loading={answer.isPending} onClick={() => answer.mutate(false)}>
              {t('call.decline')}
            </Button>
          </div>
        </>
      )}
      {call.status === 'accepted' && (
        <>
          <p>{t('call.bring')}</p>
          <Aside call={call} />
        </>
      )}
    </Panel>
  );
}

export function InvitationsPage() {
  const { t } = useTranslation('expert');
  const calls = useQuery({ queryKey: ['calls'], queryFn: () => api.get('/api/calls'), refetchInterval: 5000 });
  return (
    <Page title={t('call.list')}>
      <Loaded query={calls}>{(rows) => (rows.length ? rows.map((call) => <Invitation key={call.id} call={call} />) : <Empty>{t('call.none')}</Empty>)}</Loaded>
    </Page>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api } from '../../lib/api/client';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Chip, Facts, type Tone } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { At, Until } from '../../ui/time';

type Call = Answer<'/api/calls'>[number];
const TONES: Record<string, Tone> = { offered: 'warning', accepted: 'success', declined: 'neutral', 'timed-out': 'error', released: 'neutral' };

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
      {call.status === 'accepted' && <p>{t('call.bring')}</p>}
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

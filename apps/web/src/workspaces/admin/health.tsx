import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { Chip, type Tone } from '../../ui/plain';
import { ListPage } from './list';

const TONES: Record<string, Tone> = { ok: 'success', degraded: 'warning', down: 'error' };

export function HealthPage() {
  const { t } = useTranslation('admin');
  return (
    <ListPage
      name="health"
      load={async () => (await api.get('/api/health/parts')).items}
      everyMs={10_000}
      keyOf={({ name }) => name}
      columns={[
        { key: 'name', title: t('health.part'), render: ({ name }) => t(`health.parts.${name}`, { defaultValue: name }) },
        { key: 'state', title: t('health.state'), render: ({ state }) => <Chip tone={TONES[state] ?? 'neutral'}>{t(`health.states.${state}`)}</Chip> },
        { key: 'detail', title: t('health.detail'), render: ({ detail }) => detail },
      ]}
    />
  );
}

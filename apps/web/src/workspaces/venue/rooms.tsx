import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { Form, TextField } from '../../ui/form';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Chip, Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';

function NewRoom() {
  const { t } = useTranslation('venue');
  const [name, setName] = useState('');
  const [seats, setSeats] = useState('5');
  const [equipment, setEquipment] = useState('');
  const add = useAct(
    (_: void) => api.post('/api/venue/rooms', { body: { name, seats: Number(seats), equipment } }),
    () => setName(''),
  );
  return (
    <Form label={t('rooms.add')} error={add.error} onSubmit={() => add.mutate()}>
      <TextField name="/name" label={t('rooms.name')} value={name} onChange={setName} />
      <TextField name="/seats" label={t('rooms.seats')} value={seats} onChange={setSeats} inputMode="numeric" maxLength={3} />
      <TextField name="/equipment" label={t('rooms.equipment')} value={equipment} onChange={setEquipment} optional />
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        {t('rooms.add')}
      </Button>
    </Form>
  );
}

export function RoomsPage() {
  const { t } = useTranslation('venue');
  const rooms = useQuery({ queryKey: ['rooms'], queryFn: () => api.get('/api/venue/rooms') });
  return (
    <Page title={t('rooms.title')}>
      <Loaded query={rooms}>
        {({ items }) => (
          <DataTable
            caption={t('rooms.title')}
            rows={items}
            keyOf={({ id }) => id}
            empty={<Empty>{t('rooms.none')}</Empty>}
            columns={[
              { key: 'name', title: t('rooms.name'), render: ({ name }) => <Foreign>{name}</Foreign> },
              { key: 'seats', title: t('rooms.seats'), render: ({ seats }) => seats, numeric: true },
              { key: 'equipment', title: t('rooms.equipment'), render: ({ equipment }) => <Foreign>{equipment}</Foreign> },
              { key: 'state', title: t('rooms.state'), render: ({ active }) => <Chip tone={active ? 'success' : 'neutral'}>{t(active ? 'rooms.active' : 'rooms.inactive')}</Chip> },
            ]}
          />
        )}
      </Loaded>
      <Panel title={t('rooms.add')}>
        <NewRoom />
      </Panel>
    </Page>
  );
}

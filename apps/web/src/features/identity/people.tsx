import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../lib/api/client';
import { Empty } from '../../ui/page';
import { Chip, Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';
import { AskRole } from './grants';

type Account = Answer<'/api/accounts'>['items'][number];

/** Accounts with their roles; a role is asked for below the table. `onSuspend`: for who may do that. */
export function PeopleTable({ rows, onSuspend }: { rows: readonly Account[]; onSuspend?: (id: string) => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<string>();
  const chosen = rows.find(({ id, suspendedAt }) => id === asking && !suspendedAt);
  return (
    <>
      <DataTable
        caption={t('people.title')}
        rows={rows}
        keyOf={({ id }) => id}
        empty={<Empty>{t('people.none')}</Empty>}
        columns={[
          { key: 'name', title: t('people.name'), render: ({ name }) => <Foreign>{name}</Foreign> },
          { key: 'login', title: t('people.login'), render: ({ login }) => <code>{login}</code> },
          { key: 'organisation', title: t('people.organisation'), render: ({ organisation }) => <Foreign>{organisation}</Foreign> },
          { key: 'roles', title: t('people.roles'), render: ({ roles }) => roles.map((role) => t(`role.${role}`, { ns: 'terms' })).join('、') },
          { key: 'last', title: t('people.last'), render: ({ lastSignInAt }) => (lastSignInAt ? <At at={lastSignInAt} /> : t('people.never')) },
          {
            key: 'state',
            title: t('people.state'),
            render: ({ id, suspendedAt }) =>
              suspendedAt ? (
                <Chip tone="error">{t('people.suspended')}</Chip>
              ) : (
                <div className="act-buttons">
                  <Button onClick={() => setAsking(id)}>{t('grants.ask')}</Button>
                  {onSuspend && <Button onClick={() => onSuspend(id)}>{t('people.suspend')}</Button>}
                </div>
              ),
          },
        ]}
      />
      {chosen && <AskRole key={chosen.id} account={chosen} onDone={() => setAsking(undefined)} />}
    </>
  );
}

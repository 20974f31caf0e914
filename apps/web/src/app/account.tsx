import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, QRCode } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../lib/api/client';
import { CertificateHealth } from '../features/identity/own-certificates';
import { OwnPassword } from '../features/identity/own-password';
import { type Me, useCan, useMe } from '../lib/session';
import { useSettings } from '../lib/settings';
import { Form, RadioField, TextField } from '../ui/form';
import { Loaded, Page, Panel } from '../ui/page';
import { Chip } from '../ui/plain';
import { Failure } from '../ui/refusal';
import { DataTable } from '../ui/table';
import { At } from '../ui/time';

/** Every session of the account; one that was left behind elsewhere can be ended from here. */
function Sessions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => api.get('/api/sessions') });
  const again = () => void client.invalidateQueries({ queryKey: ['sessions'] });
  const end = useMutation({ mutationFn: (id: string) => api.del('/api/sessions/{id}', { path: { id } }), onSuccess: again });
  const others = useMutation({ mutationFn: () => api.del('/api/sessions'), onSuccess: again });
  return (
    <Panel
      title={t('account.sessions')}
      extra={
        <Button onClick={() => others.mutate()} loading={others.isPending}>
          {t('account.endOthers')}
        </Button>
      }
    >
      <Failure error={end.error ?? others.error} />
      <Loaded query={sessions}>
        {(rows) => (
          <DataTable
            caption={t('account.sessions')}
            rows={rows}
            keyOf={({ id }) => id}
            empty={t('account.noSessions')}
            columns={[
              { key: 'created', title: t('account.since'), render: ({ createdAt }) => <At at={createdAt} /> },
              { key: 'means', title: t('account.means'), render: ({ means }) => t(`account.by.${means}`) },
              { key: 'ip', title: t('account.from'), render: ({ ip }) => ip },
              { key: 'agent', title: t('account.agent'), render: ({ agent }) => <bdi>{agent}</bdi> },
              {
                key: 'end',
                title: t('account.act'),
                render: ({ id, current }) => (current ? <Chip tone="info">{t('account.current')}</Chip> : <Button onClick={() => end.mutate(id)}>{t('account.end')}</Button>),
              },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

/** The second factor of a password: set up with an authenticator on the telephone. */
function OneTimeCodes() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useMe();
  const [code, setCode] = useState('');
  const again = () => void client.invalidateQueries({ queryKey: ['me'] });
  const begin = useMutation({ mutationFn: () => api.post('/api/me/totp') });
  const confirm = useMutation({ mutationFn: () => api.post('/api/me/totp/confirm', { body: { code } }), onSuccess: again });
  const end = useMutation({ mutationFn: () => api.post('/api/me/totp/end', { body: { code } }), onSuccess: again });
  const act = me.totp ? end : confirm;
  return (
    <Panel title={t('account.codes')} extra={<Chip tone={me.totp ? 'success' : 'neutral'}>{t(me.totp ? 'account.codesOn' : 'account.codesOff')}</Chip>}>
      <p>{t('account.codesHelp')}</p>
      <Failure error={begin.error} />
      {!me.totp && !begin.data && (
        <Button type={me.lacks ? 'primary' : 'default'} onClick={() => begin.mutate()} loading={begin.isPending}>
          {t('account.codesBegin')}
        </Button>
      )}
      {!me.totp && begin.data && (
        <>
          <div role="img" aria-label={t('account.codesQr')}>
            <QRCode value={begin.data.uri} color="#000000" bgColor="#ffffff" aria-hidden />
          </div>
          <p>
            {t('account.codesSecret')} <code>{begin.data.secret}</code>
          </p>
        </>
      )}
      {(me.totp || begin.data) && (
        <Form label={t('account.codes')} error={act.error} onSubmit={() => act.mutate()}>
          <TextField name="/code" label={t('signin.code')} value={code} onChange={setCode} maxLength={6} inputMode="numeric" autoComplete="one-time-code" />
          <Button htmlType="submit" loading={act.isPending}>
            {t(me.totp ? 'account.codesEnd' : 'account.codesConfirm')}
          </Button>
        </Form>
      )}
    </Panel>
  );
}

function Looks() {
  const { t } = useTranslation();
  const { settings, change } = useSettings();
  const options = <T extends string>(group: string, values: readonly T[]) => values.map((value) => ({ value, text: t(`account.${group}.${value}`) }));
  return (
    <Panel title={t('account.looks')}>
      <RadioField
        name="theme"
        label={t('account.theme.label')}
        value={settings.theme}
        onChange={(theme) => change({ theme: theme as typeof settings.theme })}
        options={options('theme', ['system', 'light', 'dark'])}
      />
      <RadioField
        name="density"
        label={t('account.density.label')}
        value={settings.density}
        onChange={(density) => change({ density: density as typeof settings.density })}
        options={options('density', ['comfortable', 'compact'])}
      />
    </Panel>
  );
}

/** What somebody has to do before he can do anything else, and why. */
function Lacking({ lacks }: { lacks: NonNullable<Me['lacks']> }) {
  const { t } = useTranslation();
  return (
    <div className="notice" role="note">
      <h2>{t(`account.lacks.${lacks}.title`)}</h2>
      <p>{t(`account.lacks.${lacks}.text`)}</p>
    </div>
  );
}

export function AccountPage() {
  const { t } = useTranslation();
  const me = useMe();
  const can = useCan();
  return (
    <Page title={t('account.title')} status={<small>{me.login}</small>}>
      {can('certificate.bind') && (
        <Panel title={t('certificates.title')} extra={<Link to="/account/certificates">{t('certificates.manage')}</Link>}>
          <CertificateHealth />
        </Panel>
      )}
      {me.lacks && <Lacking lacks={me.lacks} />}
      {me.lacks === 'second-factor' && <OneTimeCodes />}
      {me.password && <OwnPassword />}
      {!me.lacks && <OneTimeCodes />}
      <Sessions />
      <Looks />
    </Page>
  );
}

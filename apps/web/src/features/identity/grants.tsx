import { DOCUMENT_KINDS } from '@kernel';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api, type Input } from '../../lib/api/client';
import { useMe } from '../../lib/session';
import { useLanguage } from '../../lib/settings';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { parseInstant } from '../../lib/instant';
import { CheckField, Form, InstantField, SelectField, TextField } from '../../ui/form';
import { Foreign } from '../../ui/plain';

type NewAccount = Input<'/api/accounts'>;
type Role = NewAccount['roles'][number];

const useRoles = () => useQuery({ queryKey: ['roles'], staleTime: Infinity, queryFn: () => api.get('/api/roles') });

/** Asks for a right of somebody: nothing changes until the second person agrees. */
export function AskRole({ account, onDone }: { account: { id: string; name: string; login: string }; onDone: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const roles = useRoles();
  const [role, setRole] = useState('');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const ask = useAct((key: string) => {
    const endsAt = until.trim() && (parseInstant(until) ?? until); // what was typed is never left out in silence
    return api.post('/api/accounts/{id}/roles', { path: { id: account.id }, body: { role: role as Role, reason: reason.trim(), ...(endsAt ? { endsAt } : {}) }, key });
  });
  if (ask.data) return <AskedNote asked={ask.data} onAgain={ask.reset} />;
  return (
    <ActPanel
      what={
        <>
          {t('grants.askWhat')} <Foreign>{account.name}</Foreign> <code>{account.login}</code>
        </>
      }
      content={
        <>
          <SelectField
            name="/role"
            label={t('grants.role')}
            value={role}
            onChange={setRole}
            empty={t('grants.choose')}
            options={(roles.data?.items ?? []).map(({ code, ...names }) => ({ value: code, text: names[language] }))}
          />
          <InstantField name="/endsAt" label={t('grants.until')} help={t('grants.untilHelp')} value={until} onChange={setUntil} optional />
          <TextField name="/reason" label={t('grants.reason')} help={t('grants.reasonHelp')} value={reason} onChange={setReason} rows={2} maxLength={500} />
        </>
      }
      act={t('grants.ask')}
      onAct={(key) => ask.mutate(key)}
      onBack={onDone}
      busy={ask.isPending}
      error={ask.error}
      hindrance={role && reason.trim() ? undefined : t('grants.incomplete')}
    />
  );
}

const EMPTY = { organisationId: '', login: '', name: '', identityKind: 'resident', identityNumber: '', password: '', until: '', reason: '' };

function bodyOf({ until, password, identityKind, ...typed }: typeof EMPTY, roles: readonly Role[]): NewAccount {
  const endsAt = until.trim() && (parseInstant(until) ?? until);
  return {
    ...typed,
    login: typed.login.trim().toLowerCase(),
    identityKind: identityKind as NonNullable<NewAccount['identityKind']>,
    roles: [...roles],
    ...(password ? { password } : {}),
    ...(endsAt ? { endsAt } : {}),
  };
}

/** An organisation, found by its name or code: there may be thousands. */
function OrganisationField({ name, value, onChange }: { name: string; value: string; onChange(id: string): void }) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const found = useQuery({ queryKey: ['organisations', q], placeholderData: keepPreviousData, queryFn: () => api.get('/api/organisations', { query: { limit: 50, ...(q ? { q } : {}) } }) });
  const { items = [], next } = found.data ?? {};
  return (
    <>
      <TextField name={`${name}/search`} label={t('grants.findOrganisation')} help={next ? t('grants.findMore') : undefined} value={q} onChange={setQ} maxLength={100} optional />
      <SelectField
        name={name}
        value={value}
        onChange={onChange}
        label={t('grants.organisation')}
        empty={t('grants.choose')}
        options={items.map(({ id, name: of, uscc }) => ({ value: id, text: uscc ? of + t('brackets', { ns: 'terms', text: uscc }) : of }))}
      />
    </>
  );
}

/** A new account may do nothing; its roles wait for the second person. `organisations`: to choose from; a head makes accounts for his own. */
export function AddAccount({ anywhere = false }: { anywhere?: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const language = useLanguage();
  const allRoles = useRoles();
  const [typed, setTyped] = useState({ ...EMPTY, organisationId: anywhere ? '' : (me.organisationId ?? '') });
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const field = (name: keyof typeof EMPTY, pointer = `/${name}`) => ({
    name: pointer,
    value: typed[name],
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
  });
  const add = useAct(
    (_: void) => api.post('/api/accounts', { body: bodyOf(typed, roles) }),
    () => {
      setTyped((before) => ({ ...EMPTY, organisationId: before.organisationId }));
      setRoles([]);
    },
  );
  const toggle = (role: Role) => setRoles((before) => (before.includes(role) ? before.filter((one) => one !== role) : [...before, role]));
  return (
    <Form label={t('grants.add')} error={add.error} onSubmit={() => add.mutate()}>
      <p>{t('grants.addHelp')}</p>
      {add.data && <p role="status">{t('grants.added')}</p>}
      {add.data?.asked && <AskedNote asked={add.data.asked} />}
      {anywhere && <OrganisationField {...field('organisationId')} />}
      <TextField {...field('login')} label={t('register.login')} help={t('register.loginHelp')} maxLength={64} autoComplete="off" />
      <TextField {...field('name')} label={t('grants.name')} autoComplete="off" />
      <SelectField {...field('identityKind')} label={t('register.identityKind')} options={DOCUMENT_KINDS.map((kind) => ({ value: kind, text: t(`register.kind.${kind}`) }))} />
      <TextField {...field('identityNumber')} label={t('register.identityNumber')} help={t('register.identityHelp')} maxLength={40} autoComplete="off" />
      {me.installation === 'demonstration' ? (
        <TextField {...field('password')} type="password" label={t('grants.password')} help={t('grants.passwordHelp')} optional autoComplete="new-password" />
      ) : (
        <p className="help">{t('grants.passwordLater')}</p>
      )}
      <fieldset className="field">
        <legend>{t('grants.roles')}</legend>
        {(allRoles.data?.items ?? []).map(({ code, ...names }) => (
          <CheckField key={code} name={`role-${code}`} label={names[language]} checked={roles.includes(code as Role)} onChange={() => toggle(code as Role)} />
        ))}
      </fieldset>
      <InstantField {...field('until', '/endsAt')} label={t('grants.until')} help={t('grants.untilHelp')} optional />
      <TextField {...field('reason')} label={t('grants.reason')} help={t('grants.reasonHelp')} rows={2} maxLength={500} />
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        {t('grants.add')}
      </Button>
    </Form>
  );
}

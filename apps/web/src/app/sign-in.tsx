import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { api, ProblemError } from '../lib/api/client';
import { useDemonstration } from '../lib/demonstration';
import { announce } from '../lib/device';
import { forgetOthers } from '../lib/kept';
import { dropConnection } from '../lib/socket';
import { signText, type Unlocked, unlock } from '../lib/signing/vault';
import { readKeyFile } from '../lib/signing/pkcs12';
import { utf8 } from '@envelope-web';
import { assertChallenge } from '@kernel';
import { CheckField, Form, TextField } from '../ui/form';
import { Failure } from '../ui/refusal';
import { KeyFileForm } from '../ui/signer-panel';
import { Chip } from '../ui/plain';
import { GateHead } from './gate-head';
import { ownPath } from './next';
import { rolesOf } from '../lib/roles';
import { homeOf } from './menus';

/** Signs the platform's challenge with the account's key: no password travels. */
async function signInWithKey(login: string, signer: Unlocked): Promise<void> {
  const { nonce, text } = await api.post('/api/sessions/challenge', { body: { login } });
  assertChallenge(text, login, nonce);
  await api.post('/api/sessions/certificate', { body: { login, nonce, signature: await signText(text, signer), keep: 'cookie' } });
}

function ByPassword({ login: given, onSignedIn }: { login: string; onSignedIn: () => void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState(given);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [remember, setRemember] = useState(false);
  const attempt = useMutation({
    mutationFn: async () => {
      await api.post('/api/sessions', { body: { login, password, keep: 'cookie', ...(code ? { code } : {}) } });
      if (remember) await api.post('/api/sessions/current/device').catch(() => undefined); // signed in is signed in
    },
    onSuccess: onSignedIn,
  });
  const needsCode = attempt.error instanceof ProblemError && attempt.error.problem.violations.some((one) => one.code.startsWith('identity.code-'));
  return (
    <Form label={t('signin.password')} error={attempt.error} onSubmit={() => attempt.mutate()}>
      <TextField name="/login" label={t('signin.login')} value={login} onChange={setLogin} autoComplete="username" />
      <TextField name="/password" type="password" label={t('signin.secret')} value={password} onChange={setPassword} autoComplete="current-password" />
      {(needsCode || code) && (
        <TextField name="/code" label={t('signin.code')} help={t('signin.codeHelp')} value={code} onChange={setCode} maxLength={6} inputMode="numeric" autoComplete="one-time-code" autoFocus />
      )}
      <CheckField name="remember" label={t('signin.remember')} checked={remember} onChange={setRemember} />
      <Button type="primary" htmlType="submit" loading={attempt.isPending}>
        {t('signIn')}
      </Button>
    </Form>
  );
}

function ByCertificate({ login: given, onSignedIn }: { login: string; onSignedIn: () => void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState(given);
  const attempt = useMutation({ mutationFn: (signer: Unlocked) => signInWithKey(login, signer), onSuccess: onSignedIn });
  return (
    <>
      <Failure error={attempt.error} />
      <TextField name="login" label={t('signin.login')} value={login} onChange={setLogin} autoComplete="username" />
      <KeyFileForm act={t('signIn')} onUnlocked={(signer) => attempt.mutate(signer)} />
    </>
  );
}

/** In a demonstration anybody may be anybody: the people, their roles, and a way in. */
function DemoPeople({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useTranslation();
  const demo = useDemonstration();
  const enter = useMutation({
    mutationFn: async ({ login, certificate }: { login: string; certificate: boolean }) => {
      if (!certificate) return void (await api.post('/api/sessions', { body: { login, password: demo.data!.password, keep: 'cookie' } }));
      const { privateKeyPem, certificatePem } = await api.get('/api/demonstration/people/{login}/key', { path: { login } });
      await signInWithKey(login, await unlock(await readKeyFile(utf8(certificatePem + privateKeyPem), '')));
    },
    onSuccess: onSignedIn,
  });
  if (!demo.data) return null;
  return (
    <section className="panel" aria-label={t('signin.demo')}>
      <h2>
        <Chip tone="demo">{t('demo.mark')}</Chip> {t('signin.demo')}
      </h2>
      <p>{t('signin.demoHelp', { password: demo.data.password })}</p>
      <Failure error={enter.error} />
      <table className="people">
        <tbody>
          {demo.data.people.map(({ login, name, organisation, roles, certificate }) => (
            <tr key={login}>
              <td>
                <bdi>{name}</bdi>
                <br />
                <small>
                  {login} · {organisation}
                </small>
              </td>
              <td>{roles.map((role) => t(`role.${role}`, { ns: 'terms', defaultValue: role })).join('、')}</td>
              <td>
                <Button size="small" loading={enter.isPending && enter.variables.login === login} onClick={() => enter.mutate({ login, certificate })}>
                  {t('signin.as')}
                  <span className="unseen"> {login}</span>
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Ways({ login = '', onSignedIn }: { login?: string; onSignedIn: () => void }) {
  const { t } = useTranslation();
  return (
    <Tabs
      items={[
        { key: 'certificate', label: t('signin.certificate'), children: <ByCertificate login={login} onSignedIn={onSignedIn} /> },
        { key: 'password', label: t('signin.password'), children: <ByPassword login={login} onSignedIn={onSignedIn} /> },
      ]}
    />
  );
}

export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [query] = useSearchParams();
  const enter = async () => {
    dropConnection();
    client.clear();
    const me = await client.fetchQuery({ queryKey: ['me'], queryFn: () => api.get('/api/me') });
    announce(me.accountId);
    await forgetOthers(me.accountId);
    await navigate(ownPath(query.get('next')) ?? homeOf(rolesOf(me), me.permissions), { replace: true });
  };
  const entered = () => void enter();
  return (
    <main className="gate" id="main">
      <title>{`${t('signIn')} · ${t('name')}`}</title>
      <GateHead />
      <section className="panel">
        <h1>{t('signin.title')}</h1>
        <Ways onSignedIn={entered} />
        <p>
          {t('signin.new')}{' '}
          <a className="link" href="/register">
            {t('signin.register')}
          </a>{' '}
          ·{' '}
          <a className="link" href="/login/certificate">
            {t('replacement.link')}
          </a>
        </p>
      </section>
      <DemoPeople onSignedIn={entered} />
    </main>
  );
}

/** Over a page whose session ended: the page stays as it is under it. */
export function SignInLayer({ login, onSignedIn }: { login: string; onSignedIn: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open closable={false} footer={null} title={t('signin.over')}>
      <p>{t('signin.overHelp')}</p>
      <Ways login={login} onSignedIn={onSignedIn} />
    </Modal>
  );
}

import { assertChallenge } from '@kernel';
import { Button, Modal, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act';
import { api } from '../lib/api/client';
import { type Me } from '../lib/session';
import { signText, type Unlocked, useUnlocked } from '../lib/signing/vault';
import { Form, TextField } from '../ui/form';
import { Failure } from '../ui/refusal';
import { KeyFileForm } from '../ui/signer-panel';

/** The platform's challenge, signed: the same that signs in. */
async function proveByKey(login: string, signer: Unlocked): Promise<unknown> {
  const { nonce, text } = await api.post('/api/sessions/challenge', { body: { login } });
  assertChallenge(text, login, nonce);
  return api.post('/api/sessions/current/proof', { body: { nonce, signature: await signText(text, signer) } });
}

function ByPassword({ me, onProven }: { me: Me; onProven: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const prove = useAct((_: void) => api.post('/api/sessions/current/proof', { body: { password, ...(code ? { code } : {}) } }), onProven);
  return (
    <Form label={t('prove.title')} error={prove.error} onSubmit={() => prove.mutate()}>
      <TextField name="/password" type="password" label={t('signin.secret')} value={password} onChange={setPassword} autoComplete="current-password" autoFocus />
      {me.totp && <TextField name="/code" label={t('signin.code')} help={t('signin.codeHelp')} value={code} onChange={setCode} maxLength={6} inputMode="numeric" autoComplete="one-time-code" />}
      <Button type="primary" htmlType="submit" loading={prove.isPending}>
        {t('prove.act')}
      </Button>
    </Form>
  );
}

function ByCertificate({ me, onProven }: { me: Me; onProven: () => void }) {
  const { t } = useTranslation();
  const signer = useUnlocked();
  const prove = useAct((unlocked: Unlocked) => proveByKey(me.login, unlocked), onProven);
  return (
    <>
      <Failure error={prove.error} />
      {signer ? (
        <Button type="primary" loading={prove.isPending} onClick={() => prove.mutate(signer)}>
          {t('prove.sign')}
        </Button>
      ) : (
        <KeyFileForm act={t('prove.sign')} onUnlocked={(unlocked) => prove.mutate(unlocked)} />
      )}
    </>
  );
}

/** Over the page, before something is changed by which one signs in; then the act goes on by itself. */
export function ProofLayer({ me, onProven, onCancel }: { me: Me; onProven: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const signs = me.permissions.includes('certificate.bind');
  const password = { key: 'password', label: t('prove.password'), children: <ByPassword me={me} onProven={onProven} /> };
  const certificate = { key: 'certificate', label: t('prove.certificate'), children: <ByCertificate me={me} onProven={onProven} /> };
  return (
    <Modal open footer={null} title={t('prove.title')} onCancel={onCancel}>
      <p>{t('prove.why')}</p>
      <Tabs items={signs ? [certificate, password] : [password]} />
    </Modal>
  );
}

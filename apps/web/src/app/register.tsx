import { DOCUMENT_KINDS, folded, plainCode, registrationText } from '@kernel';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../lib/api/client';
import { signText, unlock, useUnlocked } from '../lib/signing/vault';
import { DemoCertificate, firmSubject } from '../ui/demo-certificate';
import { Form, SelectField, TextField } from '../ui/form';
import { KeyFileForm, SignerFacts } from '../ui/signer-panel';
import { GateHead } from './gate-head';

const EMPTY = { name: '', uscc: '', region: '', login: '', person: '', identityKind: 'resident', identityNumber: '' };
type Firm = typeof EMPTY;

function Certificate({ firm: { name, uscc } }: { firm: Firm }) {
  const { t } = useTranslation();
  const signer = useUnlocked();
  if (signer)
    return (
      <div className="done">
        <h2>{t('register.haveKey')}</h2>
        <SignerFacts signer={signer} />
      </div>
    );
  return (
    <>
      <p>{t('register.keyHelp')}</p>
      <KeyFileForm />
      <DemoCertificate subject={firmSubject(name, uscc)} fileName={uscc} act={t('register.demoIssue')} help={t('register.demoHelp')} needs={t('register.demoNeeds')} onFile={unlock} />
    </>
  );
}

/** A firm registers itself: who it is, its certificate, and proof that it holds the key. */
export function RegisterPage() {
  const { t } = useTranslation();
  const [firm, set] = useState<Firm>(EMPTY); // before there is an account there is nobody for whom it could be kept
  const signer = useUnlocked();
  const field = (key: keyof Firm, pointer: string, help?: string) => ({
    name: pointer,
    label: t(`register.${key}`),
    value: firm[key],
    onChange: (value: string) => set((before) => ({ ...before, [key]: value })),
    ...(help ? { help } : {}),
  });
  const register = useMutation({
    mutationFn: async () => {
      const { name, region, person, identityNumber } = firm;
      const [uscc, login] = [plainCode(firm.uscc), folded(firm.login).toLowerCase()]; // what is signed is what is kept
      const account = { login, name: person, identityKind: firm.identityKind as (typeof DOCUMENT_KINDS)[number], identityNumber };
      const proof = await signText(registrationText(uscc, login), signer!);
      return api.post('/api/organisations', { body: { name, uscc, region, account, certificate: signer!.certificatePem, proof } });
    },
  });
  if (register.data)
    return (
      <main className="gate" id="main">
        <title>{`${t('register.title')} · ${t('name')}`}</title>
        <div className="done">
          <h1>{t('register.done')}</h1>
          <p>{t('register.doneNext', { login: folded(firm.login).toLowerCase() })}</p>
        </div>
        <p>
          <a href="/login">{t('signIn')}</a>
        </p>
      </main>
    );
  return (
    <main className="gate" id="main">
      <title>{`${t('register.title')} · ${t('name')}`}</title>
      <GateHead />
      <section className="panel">
        <h1>{t('register.title')}</h1>
        <p>{t('register.lead')}</p>
        <Form label={t('register.title')} error={register.error} onSubmit={() => signer && register.mutate()}>
          <h2>{t('register.firm')}</h2>
          <TextField {...field('name', '/name')} />
          <TextField {...field('uscc', '/uscc', t('register.usccHelp'))} maxLength={40} />
          <TextField {...field('region', '/region', t('register.regionHelp'))} maxLength={6} inputMode="numeric" />
          <h2>{t('register.signatory')}</h2>
          <TextField {...field('person', '/account/name')} />
          <SelectField {...field('identityKind', '/account/identityKind')} options={DOCUMENT_KINDS.map((kind) => ({ value: kind, text: t(`register.kind.${kind}`) }))} />
          <TextField {...field('identityNumber', '/account/identityNumber', t('register.identityHelp'))} maxLength={40} />
          <TextField {...field('login', '/account/login', t('register.loginHelp'))} maxLength={64} />
        </Form>
        <h2>{t('register.certificate')}</h2>
        <Certificate firm={firm} />
        <div className="act-buttons">
          <Button type="primary" aria-disabled={!signer} loading={register.isPending} onClick={() => signer && register.mutate()}>
            {t('register.submit')}
          </Button>
        </div>
        {!signer && <p className="hindrance">{t('register.needKey')}</p>}
        <p>
          {t('register.known')}{' '}
          <a className="link" href="/login">
            {t('signIn')}
          </a>
        </p>
      </section>
    </main>
  );
}

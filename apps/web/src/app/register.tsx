import { generateKey, writePem } from '@envelope-web';
import { DOCUMENT_KINDS, folded, plainCode } from '@kernel';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../lib/api/client';
import { save } from '../lib/save';
import { writePkcs12 } from '../lib/signing/pkcs12';
import { signText, type Unlocked, unlock, useUnlocked } from '../lib/signing/vault';
import { GateHead } from './gate-head';
import { Form, SelectField, TextField } from '../ui/form';
import { Chip } from '../ui/plain';
import { Failure } from '../ui/refusal';
import { KeyFileForm, SignerFacts } from '../ui/signer-panel';

const EMPTY = { name: '', uscc: '', region: '', login: '', person: '', identityKind: 'resident', identityNumber: '' };
type Firm = typeof EMPTY;

/** A key made in this browser, certified by the demonstration CA, and given to the person as a .p12 file. */
async function demoCertificate({ name, uscc }: Firm, passphrase: string): Promise<Unlocked> {
  const { pkcs8, spki } = await generateKey('rsa-2048');
  const { certificatePem } = await api.post('/api/demonstration/certificates', {
    body: { publicKeyPem: writePem('PUBLIC KEY', spki), commonName: name.slice(0, 64), organisation: name, uscc },
  });
  save(await writePkcs12({ pkcs8, certificatePem }, passphrase), `${uscc}.p12`, 'application/x-pkcs12');
  return unlock({ pkcs8, certificatePem, chainPem: [] });
}

function Certificate({ firm }: { firm: Firm }) {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const demo = useQuery({ queryKey: ['demonstration'], queryFn: () => api.get('/api/demonstration'), retry: false });
  const issue = useMutation({ mutationFn: () => demoCertificate(firm, passphrase) });
  const signer = useUnlocked();
  const ready = firm.name && plainCode(firm.uscc).length === 18 && passphrase.length >= 6;
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
      {demo.data && (
        <section className="act">
          <p>
            <Chip tone="demo">{t('demo.mark')}</Chip> {t('register.demoHelp')}
          </p>
          <Failure error={issue.error} />
          <TextField
            name="new-passphrase"
            type="password"
            label={t('register.passphrase')}
            help={t('register.passphraseHelp')}
            value={passphrase}
            onChange={setPassphrase}
            autoComplete="new-password"
          />
          <Button
            loading={issue.isPending}
            onClick={() => {
              if (ready) issue.mutate();
            }}
            aria-disabled={!ready}
          >
            {t('register.demoIssue')}
          </Button>
          {!ready && <p className="hindrance">{t('register.demoNeeds')}</p>}
        </section>
      )}
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
      const proof = await signText(`registration/v1\n${uscc}\n${login}`, signer!);
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

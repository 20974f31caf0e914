import { certificateFields, sha256Hex, signerFromPkcs8 } from '@envelope-web';
import { folded, replacementText } from '@kernel';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../lib/api/client';
import { useDemonstration } from '../lib/demonstration';
import { dateTime } from '../lib/format';
import { useLanguage } from '../lib/settings';
import type { KeyFile } from '../lib/signing/pkcs12';
import { signText } from '../lib/signing/vault';
import { DemoCertificate, firmSubject } from '../ui/demo-certificate';
import { RadioField, TextField } from '../ui/form';
import { Facts, Hash } from '../ui/plain';
import { Failure } from '../ui/refusal';
import { ChooseKeyFile } from '../ui/signer-panel';
import { GateHead } from './gate-head';

const CONFIRMERS = ['organisation-head', 'security-admin'] as const;
type Confirmer = (typeof CONFIRMERS)[number];
/** Of a firm that registered itself the head is often the very person, and so no help; but who has one asks there first. */
const FIRST: Confirmer = 'organisation-head';

async function replace(typed: string, confirmer: Confirmer, { pkcs8, certificatePem: certificate, chainPem }: KeyFile) {
  const login = folded(typed).toLowerCase(); // what is signed is what is kept
  const signer = await signerFromPkcs8(pkcs8, certificate, chainPem);
  const proof = await signText(replacementText(login, sha256Hex(certificateFields(certificate).der)), signer);
  return api.post('/api/certificates/replacements', { body: { login, certificate, proof, confirmer } });
}

type Asked = Awaited<ReturnType<typeof replace>>;

function Waits({ asked: { confirmer, contentSha256, expiresAt, before } }: { asked: Asked }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className="done" role="status">
      <h2>{t('replacement.done')}</h2>
      {before && (
        <p>
          {t('replacement.before')} {t(`replacement.status.${before.status}`)}
          {before.reason && (
            <>
              {' · '}
              <bdi>{before.reason}</bdi>
            </>
          )}
        </p>
      )}
      <p>{t(`replacement.next.${confirmer}`)}</p>
      <Facts
        rows={[
          [t('replacement.until'), dateTime(expiresAt, language)],
          [t('replacement.digest'), <Hash value={contentSha256} />],
        ]}
      />
      <p>{t('replacement.again')}</p>
    </div>
  );
}

/** In a demonstration the new one is had on the spot, for a firm that nobody here can know: it has no session. */
function Demo({ login, onFile }: { login: string; onFile: (file: KeyFile) => Promise<unknown> }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [uscc, setUscc] = useState('');
  const subject = login ? firmSubject(name, uscc) : undefined;
  return (
    <details>
      <summary>{t('replacement.demoFirm')}</summary>
      <TextField name="demo-firm" label={t('replacement.firmName')} value={name} onChange={setName} />
      <TextField name="demo-uscc" label={t('replacement.firmUscc')} value={uscc} onChange={setUscc} maxLength={40} />
      <DemoCertificate subject={subject} fileName={login} act={t('replacement.demoIssue')} help={t('replacement.demoHelp')} needs={t('replacement.demoNeeds')} onFile={onFile} />
    </details>
  );
}

/** For who cannot sign in: his certificate has ended, or is lost. */
export function ReplaceCertificatePage() {
  const { t } = useTranslation();
  const [login, setLogin] = useState('');
  const [confirmer, setConfirmer] = useState<string>(FIRST);
  const demo = useDemonstration();
  const ask = useMutation({ mutationFn: (file: KeyFile) => replace(login, confirmer as Confirmer, file) });
  const send = (file: KeyFile) => ask.mutateAsync(file).catch(() => undefined); // its refusal stands above the form
  return (
    <main className="gate" id="main">
      <title>{`${t('replacement.title')} · ${t('name')}`}</title>
      <GateHead />
      <p>
        <a href="/login">{t('signIn')}</a>
      </p>
      <section className="panel">
        <h1>{t('replacement.title')}</h1>
        <p>{t('replacement.lead')}</p>
        <p>{t('replacement.bids')}</p>
        <Failure error={ask.error} />
        {ask.data ? (
          <Waits asked={ask.data} />
        ) : (
          <>
            <TextField name="/login" label={t('signin.login')} value={login} onChange={setLogin} autoComplete="username" maxLength={64} />
            <RadioField
              name="/confirmer"
              label={t('replacement.confirmer')}
              value={confirmer}
              onChange={setConfirmer}
              options={CONFIRMERS.map((value) => ({ value, text: t(`replacement.confirmers.${value}`) }))}
            />
            <h2>{t('replacement.file')}</h2>
            <p>{t('replacement.fileHelp')}</p>
            <ChooseKeyFile title={t('replacement.file')} act={t('replacement.submit')} onRead={async (file) => void (await send(file))} />
            {demo.data && <Demo login={login} onFile={send} />}
          </>
        )}
      </section>
    </main>
  );
}

import { generateKey, writePem } from '@envelope-web';
import { plainCode } from '@kernel';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../lib/api/client';
import { useDemonstration } from '../lib/demonstration';
import { save } from '../lib/save';
import { type KeyFile, writePkcs12 } from '../lib/signing/pkcs12';
import { TextField } from './form';
import { Chip } from './plain';
import { Failure } from './refusal';

/** To whom it is made out. */
interface Subject {
  commonName: string;
  organisation: string;
  uscc: string;
  usage?: 'signing' | 'encipherment';
}

/** Of a firm that says itself who it is, once that may be true. */
export const firmSubject = (name: string, uscc: string): Subject | undefined => (name && plainCode(uscc).length === 18 ? { commonName: name, organisation: name, uscc: plainCode(uscc) } : undefined);

/** Shorter ones protect nothing. */
const LEAST = 6;
/** Of a name in a certificate (RFC 5280, ub-common-name). */
const MOST = 64;

/** A key made in this browser, certified by the demonstration CA, and given to the person as a .p12 file. */
async function issue({ commonName, ...of }: Subject, fileName: string, passphrase: string): Promise<KeyFile> {
  const { pkcs8, spki } = await generateKey('rsa-2048');
  const { certificatePem } = await api.post('/api/demonstration/certificates', { body: { publicKeyPem: writePem('PUBLIC KEY', spki), ...of, commonName: commonName.slice(0, MOST) } });
  save(await writePkcs12({ pkcs8, certificatePem }, passphrase), `${fileName}.p12`, 'application/x-pkcs12');
  return { pkcs8, certificatePem, chainPem: [] };
}

interface Props {
  /** Undefined while it is not known whose it is to be. */
  subject: Subject | undefined;
  fileName: string;
  act: string;
  help: string;
  /** What has to be filled in before. */
  needs: string;
  busy?: boolean;
  onFile: (file: KeyFile) => Promise<unknown>;
}

/** In a demonstration a certificate is had on the spot; its mark says that it is worth nothing elsewhere. */
export function DemoCertificate({ subject, fileName, act, help, needs, busy = false, onFile }: Props) {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const demo = useDemonstration();
  const made = useMutation({ mutationFn: (of: Subject) => issue(of, fileName, passphrase).then(onFile) });
  if (!demo.data) return null;
  const ready = subject && passphrase.length >= LEAST;
  return (
    <section className="act" aria-label={act}>
      <p>
        <Chip tone="demo">{t('demo.mark')}</Chip> {help}
      </p>
      <Failure error={made.error} />
      <TextField name="new-passphrase" type="password" label={t('register.passphrase')} help={t('register.passphraseHelp')} value={passphrase} onChange={setPassphrase} autoComplete="new-password" />
      <Button loading={made.isPending || busy} aria-disabled={!ready} onClick={() => ready && made.mutate(subject)}>
        {act}
      </Button>
      {!ready && <p className="hindrance">{needs}</p>}
    </section>
  );
}

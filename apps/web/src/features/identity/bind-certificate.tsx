import { certificateFields, generateKey, openEnvelope, sha256Hex, signerFromPkcs8, writePem } from '@envelope-web';
import { answerTo } from '@kernel';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { date } from '../../lib/format';
import { save } from '../../lib/save';
import { type Me, useMe } from '../../lib/session';
import { useLanguage } from '../../lib/settings';
import { openerOf } from '../../lib/signing/opener';
import { type KeyFile, writePkcs12 } from '../../lib/signing/pkcs12';
import { signText, unlock } from '../../lib/signing/vault';
import { RadioField, SelectField, TextField } from '../../ui/form';
import { Chip } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { ChooseKeyFile } from '../../ui/signer-panel';
import type { OwnCertificate } from './health';

type Usage = OwnCertificate['usage'];
interface Wanted {
  usage: Usage;
  /** Id of the certificate that ends in the same moment. */
  replaces: string;
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** Proves that its holder has the key, here in the browser: by a signature, or by opening what the platform enclosed. */
async function bind(login: string, file: KeyFile, { usage, replaces }: Wanted): Promise<{ fingerprint: string }> {
  const certificate = file.certificatePem;
  const body = { certificate, ...(replaces ? { replaces } : {}) };
  if (usage === 'signing') {
    const signer = await signerFromPkcs8(file.pkcs8, certificate, file.chainPem);
    const proof = await signText(`tianping/certificate/1\n${login}\n${sha256Hex(certificateFields(certificate).der)}`, signer);
    const bound = await api.post('/api/me/certificates', { body: { ...body, proof } });
    await unlock(file); // from now on this page signs with it
    return bound;
  }
  const opener = await openerOf(file);
  const { challengeId, envelope } = await api.post('/api/me/certificates/challenge', { body: { certificate } });
  const opened = new TextDecoder().decode(await openEnvelope(bytesOf(envelope), opener));
  const answer = answerTo(opened, sha256Hex(certificateFields(certificate).der));
  return api.post('/api/me/certificates', { body: { ...body, challengeId, answer } });
}

/** A key made in this browser, certified by the demonstration CA for this person's organisation, and given to him as a .p12 file. */
async function demoFile({ login, name, organisationName, uscc }: Me, usage: Usage, passphrase: string): Promise<KeyFile> {
  const { pkcs8, spki } = await generateKey('rsa-2048');
  const names = { commonName: name.slice(0, 64), organisation: organisationName ?? name, uscc: uscc ?? '' };
  const { certificatePem } = await api.post('/api/demonstration/certificates', { body: { publicKeyPem: writePem('PUBLIC KEY', spki), ...names, usage } });
  save(await writePkcs12({ pkcs8, certificatePem }, passphrase), `${login}-${usage}.p12`, 'application/x-pkcs12');
  return { pkcs8, certificatePem, chainPem: [] };
}

/** In a demonstration a certificate is had on the spot; its mark says that it is worth nothing elsewhere. */
function Demo({ usage, busy, onFile }: { usage: Usage; busy: boolean; onFile: (file: KeyFile) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [passphrase, setPassphrase] = useState('');
  const demo = useQuery({ queryKey: ['demonstration'], queryFn: () => api.get('/api/demonstration'), retry: false, staleTime: Infinity });
  const issue = useAct((_: void) => demoFile(me, usage, passphrase), onFile);
  if (!demo.data) return null;
  const ready = passphrase.length >= 6;
  return (
    <section className="act" aria-label={t('certificates.demo')}>
      <p>
        <Chip tone="demo">{t('demo.mark')}</Chip> {t('certificates.demoHelp')}
      </p>
      <Failure error={issue.error} />
      <TextField name="new-passphrase" type="password" label={t('register.passphrase')} value={passphrase} onChange={setPassphrase} autoComplete="new-password" />
      <Button loading={issue.isPending || busy} aria-disabled={!ready} onClick={() => ready && issue.mutate()}>
        {t('certificates.demo')}
      </Button>
      {!ready && <p className="hindrance">{t('certificates.demoNeeds')}</p>}
    </section>
  );
}

/** Registers a new certificate, beside the present one or in its place. */
export function BindCertificate({ items }: { items: readonly OwnCertificate[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const language = useLanguage();
  const live = items.filter(({ endedAt }) => !endedAt);
  const [usage, setUsage] = useState<Usage>(live.some((one) => one.usage === 'signing') ? 'signing' : (live[0]?.usage ?? 'signing'));
  const [chosen, setChosen] = useState<string>();
  const same = live.filter((one) => one.usage === usage);
  const replaces = chosen ?? same[0]?.id ?? '';
  const add = useAct((file: KeyFile) => bind(me.login, file, { usage, replaces }));
  return (
    <>
      <RadioField
        name="usage"
        label={t('certificates.use')}
        value={usage}
        onChange={(next) => {
          setUsage(next as Usage);
          setChosen(undefined);
        }}
        options={(['signing', 'encipherment'] as const).map((value) => ({ value, text: t(`certificates.usageLong.${value}`) }))}
      />
      {same.length > 0 && (
        <SelectField
          name="/replaces"
          label={t('certificates.replaces')}
          help={t(`certificates.replacesHelp.${usage}`)}
          value={replaces}
          onChange={setChosen}
          options={[
            ...same.map(({ id, subject, notAfter }) => ({ value: id, text: t('certificates.one', { subject, date: date(notAfter, language) }) })),
            { value: '', text: t('certificates.beside') },
          ]}
        />
      )}
      <Failure error={add.error} />
      {add.data && (
        <p className="done" role="status">
          {t('certificates.added')}
        </p>
      )}
      <ChooseKeyFile title={t('certificates.add')} act={t('certificates.add')} onRead={async (file) => void (await add.mutateAsync(file).catch(rethrowOurs))} />
      <Demo usage={usage} busy={add.isPending} onFile={(file) => add.mutate(file)} />
    </>
  );
}

/** What the server refused stands above the form already; only what is wrong with the file belongs at its field. */
function rethrowOurs(error: unknown): void {
  if (!(error instanceof Error) || !('problem' in error)) throw error;
}

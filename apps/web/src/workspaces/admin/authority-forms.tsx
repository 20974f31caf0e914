import { readPem } from '@envelope-web';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { base64 } from '../../lib/signing/vault';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { FileField, pemOf } from '../../ui/certificate-file';
import { Form, TextField } from '../../ui/form';
import { Foreign } from '../../ui/plain';

const EMPTY = { pem: '', crlUrl: '', ocspUrl: '', note: '' };

/** Recognises an authority from now on. */
export function AddAuthority() {
  const { t } = useTranslation('admin');
  const [typed, setTyped] = useState(EMPTY);
  const field = (name: keyof typeof EMPTY) => ({
    name: `/${name}`,
    label: t(`authorities.form.${name}`),
    value: typed[name],
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
  });
  const add = useAct(
    (_: void) => api.post('/api/authorities', { body: { pem: typed.pem.trim(), crlUrl: typed.crlUrl.trim() || null, ocspUrl: typed.ocspUrl.trim() || null, note: typed.note } }),
    () => setTyped(EMPTY),
  );
  return (
    <Form label={t('authorities.add')} error={add.error} onSubmit={() => add.mutate()}>
      <p>{t('authorities.addHelp')}</p>
      {add.data && <AskedNote asked={add.data} />}
      <FileField
        label={t('authorities.form.file')}
        help={t('authorities.form.fileHelp')}
        accept=".pem,.crt,.cer"
        onFile={(file) => void (file && pemOf(file).then((pem) => setTyped((before) => ({ ...before, pem }))))}
      />
      <TextField {...field('pem')} rows={4} maxLength={20_000} />
      <TextField {...field('crlUrl')} optional help={t('authorities.form.crlHelp')} maxLength={2000} />
      <TextField {...field('ocspUrl')} optional help={t('authorities.form.ocspHelp')} maxLength={2000} />
      <TextField {...field('note')} optional maxLength={500} />
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        {t('authorities.add')}
      </Button>
    </Form>
  );
}

interface OfOne {
  fingerprint: string;
  name: string;
  onDone: () => void;
}

/** Nothing new is accepted under it; what was signed before stays signed. */
export function EndAuthority({ fingerprint, name, onDone }: OfOne) {
  const { t } = useTranslation('admin');
  const [reason, setReason] = useState('');
  const end = useAct((key: string) => api.post('/api/authorities/{fingerprint}/end', { path: { fingerprint }, body: { reason: reason.trim() }, key }));
  if (end.data) return <AskedNote asked={end.data} onAgain={end.reset} />;
  return (
    <ActPanel
      what={t('authorities.endWhat')}
      content={
        <>
          <p>
            <Foreign>{name}</Foreign>
          </p>
          <TextField name="/reason" label={t('authorities.reason')} value={reason} onChange={setReason} rows={2} maxLength={500} />
        </>
      }
      act={t('authorities.end')}
      onAct={(key) => end.mutate(key)}
      onBack={onDone}
      busy={end.isPending}
      error={end.error}
      hindrance={reason.trim() ? undefined : t('authorities.needReason')}
    />
  );
}

/** A list brought by hand, where it cannot be fetched; only its issuer's signature makes it one, so no address has to be trusted. */
export function BringList({ fingerprint, name, onDone }: OfOne) {
  const { t } = useTranslation('admin');
  const [file, setFile] = useState<File>();
  const bring = useAct(
    async (key: string) => api.post('/api/authorities/{fingerprint}/list', { path: { fingerprint }, body: { crl: base64(await derOf(file!)) }, key }),
    () => onDone(),
  );
  return (
    <ActPanel
      what={t('authorities.bringWhat')}
      content={
        <>
          <p>
            <Foreign>{name}</Foreign>
          </p>
          <FileField label={t('authorities.form.crlFile')} help={t('authorities.form.crlFileHelp')} accept=".crl,.pem,.der" onFile={setFile} />
        </>
      }
      act={t('authorities.bring')}
      onAct={(key) => bring.mutate(key)}
      onBack={onDone}
      busy={bring.isPending}
      error={bring.error}
      hindrance={file ? undefined : t('authorities.needFile')}
    />
  );
}

async function derOf(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder().decode(bytes.subarray(0, 11));
  return text === '-----BEGIN ' ? (readPem(new TextDecoder().decode(bytes))[0]?.bytes ?? bytes) : bytes;
}

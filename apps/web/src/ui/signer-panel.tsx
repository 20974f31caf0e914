import { Button } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../lib/format';
import { useLanguage } from '../lib/settings';
import { wordsOf } from '../lib/told';
import { type KeyFile, KeyFileError, readKeyFile } from '../lib/signing/pkcs12';
import { lock, type Unlocked, unlock, useUnlocked } from '../lib/signing/vault';
import { DemoKey } from './demo-key';
import { TextField } from './form';
import { Opened } from './opened';
import { Facts } from './plain';

/** Chooses a certificate file and opens it here, in the browser: file and passphrase go nowhere. What is done with the key is the caller's affair. */
export function ChooseKeyFile({ onRead, act, title }: { onRead: (file: KeyFile) => Promise<void>; act?: string; title?: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const open = async () => {
    if (!file) return setFault(t('key.choose'));
    setBusy(true);
    setFault('');
    try {
      await onRead(await readKeyFile(new Uint8Array(await file.arrayBuffer()), passphrase));
    } catch (error) {
      setFault(error instanceof KeyFileError ? t(`key.fault.${error.fault}`) : (wordsOf(error, language) ?? t('key.fault.foreign')));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="form"
      aria-label={title ?? t('key.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t('key.file')}</label>
        <p className="help">{t('key.help')}</p>
        <input id={id} type="file" accept=".p12,.pfx,.pem" onChange={(event) => setFile(event.target.files?.[0])} />
      </div>
      <TextField name="passphrase" type="password" label={t('key.passphrase')} value={passphrase} onChange={setPassphrase} autoComplete="off" error={fault || undefined} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {act ?? t('key.open')}
      </Button>
    </form>
  );
}

/** Opens the key with which this page signs. */
export function KeyFileForm({ onUnlocked, act }: { onUnlocked?: (signer: Unlocked) => void; act?: string }) {
  const read = async (file: KeyFile) => {
    const signer = await unlock(file);
    onUnlocked?.(signer);
  };
  return <ChooseKeyFile {...(act ? { act } : {})} onRead={read} />;
}

/** Who signs, with which certificate, until when it is good; and the way to another one, since the first may be refused. */
export function SignerFacts({ signer }: { signer: Unlocked }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      <Facts
        rows={[
          [t('key.holder'), <bdi>{signer.holder}</bdi>],
          [t('key.serial'), <code>…{signer.serialTail}</code>],
          [t('key.until'), dateTime(signer.notAfter, language)],
        ]}
      />
      <p>
        <button type="button" className="link" onClick={lock}>
          {t('key.other')}
        </button>
      </p>
    </>
  );
}

/** What needs a signature: first the key, then the act. */
export function WithSigner({ children }: { children: (signer: Unlocked) => ReactNode }) {
  const signer = useUnlocked();
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Unlocked>();
  const open = async (file: KeyFile) => setOpened(await unlock(file));
  // of several that wait for a key, the one in which it was opened goes on
  if (signer) return signer === opened ? <Opened>{children(signer)}</Opened> : <>{children(signer)}</>;
  return (
    <div className="act">
      <p className="act-what">{t('key.needed')}</p>
      <ChooseKeyFile onRead={open} />
      <DemoKey usage="signing" onFile={open} />
    </div>
  );
}

import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act';
import { api } from '../lib/api/client';
import { useDemonstration } from '../lib/demonstration';
import { useMe } from '../lib/session';
import { type KeyFile, readKeyFile } from '../lib/signing/pkcs12';
import { Chip } from './plain';
import { Failure } from './refusal';

const PATHS = { signing: '/api/demonstration/people/{login}/key', encipherment: '/api/demonstration/people/{login}/encryption-key' } as const;

/** Where the demonstration keeps this person's key it can be taken from there, and is named so. */
export function DemoKey({ usage, onFile }: { usage: keyof typeof PATHS; onFile: (file: KeyFile) => Promise<unknown> }) {
  const { t } = useTranslation();
  const { login } = useMe();
  const demo = useDemonstration();
  const take = useAct(async (_: void) => {
    const { privateKeyPem, certificatePem } = await api.get(PATHS[usage], { path: { login } });
    await onFile(await readKeyFile(new TextEncoder().encode(certificatePem + privateKeyPem), ''));
  });
  const kept = demo.data && (usage === 'encipherment' || demo.data.people.some((one) => one.login === login && one.certificate));
  if (!kept) return null;
  return (
    <section className="act" aria-label={t(`key.demo.${usage}`)}>
      <p>
        <Chip tone="demo">{t('demo.mark')}</Chip> {t(`key.demoHelp.${usage}`)}
      </p>
      <Failure error={take.error} />
      <Button loading={take.isPending} onClick={() => take.mutate()}>
        {t(`key.demo.${usage}`)}
      </Button>
    </section>
  );
}

import type { TwoPersonStatement } from '@envelope-web';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act';
import { type Answer, api } from '../lib/api/client';
import { signText, type Unlocked } from '../lib/signing/vault';
import { ActPanel } from './act';
import { Opened } from './opened';
import { Panel } from './page';
import { SignerFacts, WithSigner } from './signer-panel';
import { Until } from './time';
import { ContentFacts, contentOf } from './two-person';

type Asked = Answer<'/api/proposals/{id}/sign', 'post'>;

function Sign({ asked, signer, onSigned }: { asked: Pick<Asked, 'proposalId' | 'statement'>; signer: Unlocked; onSigned: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const sign = useAct(
    async (key: string) => api.post('/api/proposals/{id}/sign', { path: { id: asked.proposalId }, body: { signature: await signText(asked.statement, signer) }, key }),
    (answer) => onSigned(answer),
  );
  return (
    <>
      <SignerFacts signer={signer} />
      <ActPanel what={t('asked.signWhat')} article={t('asked.signArticle')} act={t('asked.sign')} onAct={(key) => sign.mutate(key)} busy={sign.isPending} error={sign.error} />
    </>
  );
}

/** What the one who asks is about to sign, whole, and his signature; before it nobody else sees the request. */
export function SignRequest({ asked, onSigned }: { asked: Pick<Asked, 'proposalId' | 'statement'>; onSigned: (asked: Asked) => void }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('asked.signTitle', { act: t(`act.${(JSON.parse(asked.statement) as TwoPersonStatement).act}`, { ns: 'terms' }) })}>
      <ContentFacts content={contentOf(asked.statement)} />
      <WithSigner>{(signer) => <Sign asked={asked} signer={signer} onSigned={onSigned} />}</WithSigner>
    </Panel>
  );
}

/** An act that waits for a second person, after its author signed it: nothing has taken effect yet. */
export function AskedNote({ asked: given }: { asked: Asked }) {
  const { t } = useTranslation();
  const [signed, setSigned] = useState<Asked>();
  const asked = signed?.proposalId === given.proposalId ? signed : given;
  if (asked.status === 'unsigned')
    return (
      <Opened key="to-sign">
        <SignRequest asked={asked} onSigned={setSigned} />
      </Opened>
    );
  return (
    <Opened key="sent">
      <div className="done" role="status">
        <h2>{t('asked.title')}</h2>
        <p>
          {t('asked.text', { role: t(`role.${asked.confirmer}`, { ns: 'terms' }) })} <Until at={asked.expiresAt} />
        </p>
      </div>
    </Opened>
  );
}

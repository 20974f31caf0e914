import type { TwoPersonStatement } from '@envelope-web';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act';
import { type Answer, api } from '../lib/api/client';
import { useNow } from '../lib/clock';
import { signText, type Unlocked } from '../lib/signing/vault';
import { ActPanel } from './act';
import { Opened } from './opened';
import { Panel } from './page';
import { Foreign } from './plain';
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

/** What became of a request, as it is now: the page on which it was asked stands open meanwhile. */
function useOutcome({ proposalId, expiresAt }: Asked): { over?: 'confirmed' | 'refused' | 'replaced' | 'outdated' | 'lapsed'; reason?: string | null | undefined } {
  const one = useQuery({ queryKey: ['proposals', proposalId], queryFn: () => api.get('/api/proposals/{id}', { path: { id: proposalId } }), refetchInterval: 10_000 });
  const lapsed = Date.parse(expiresAt) <= useNow(5000);
  const { status, reason } = one.data ?? {};
  if (!status) return {};
  if (status === 'open' || status === 'unsigned') return lapsed ? { over: 'lapsed' } : {};
  return { over: status, reason };
}

function Over({ status, reason }: { status: string; reason: string | null | undefined }) {
  const { t } = useTranslation();
  return (
    <p>
      {t('approvals.over', { status: t(`records.status.${status}`) })}{' '}
      {reason && (
        <>
          {t('records.because')} <Foreign>{reason}</Foreign>
        </>
      )}
    </p>
  );
}

function Sent({ asked }: { asked: Asked }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('asked.title')}</h2>
      <p>
        {t('asked.text', { role: t(`role.${asked.confirmer}`, { ns: 'terms' }) })} <Until at={asked.expiresAt} />
      </p>
    </>
  );
}

const FIELDS = 'summary, input, textarea, select, button';

/** Brings the form back where the note stood, and the focus of the button that went into it. */
function goBack(note: HTMLElement, onAgain: () => void): void {
  const around = note.parentElement!;
  const place = [...around.children].indexOf(note);
  onAgain();
  requestAnimationFrame(() => {
    const form = around.children[place];
    (form?.matches(FIELDS) ? (form as HTMLElement) : form?.querySelector<HTMLElement>(FIELDS))?.focus();
  });
}

/** An act that waits for a second person, after its author signed it: nothing has taken effect yet. Then what became of it, and the way back: to mend it before it is signed, or to ask anew. */
export function AskedNote({ asked: given, onAgain }: { asked: Asked; onAgain?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [signed, setSigned] = useState<Asked>();
  const asked = signed?.proposalId === given.proposalId ? signed : given;
  const { over, reason } = useOutcome(asked);
  const again = onAgain && <Button onClick={() => goBack(place.current!, onAgain)}>{t('act.back')}</Button>;
  return (
    <div ref={place}>
      {asked.status === 'unsigned' && !over ? (
        <Opened key="to-sign">
          <SignRequest asked={asked} onSigned={setSigned} />
          {again}
        </Opened>
      ) : (
        <Opened key="sent">
          <div className={over && over !== 'confirmed' ? 'banner banner-warning' : 'done'} role="status">
            {over ? <Over status={over} reason={reason} /> : <Sent asked={asked} />}
          </div>
          {over && again}
        </Opened>
      )}
    </div>
  );
}

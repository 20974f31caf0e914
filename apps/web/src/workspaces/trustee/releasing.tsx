import type { SecretName } from '@envelope-web';
import { Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import type { Opener } from '../../lib/signing/opener';
import { ActPanel } from '../../ui/act';
import { ChooseKey, type Person } from './choose-key';
import { type Escrow, type Lot, type Outcome, owed, release } from './release';

export const STEPS = ['key', 'price-sheet', 'documents', 'done'] as const;
type Step = (typeof STEPS)[number];

/** Only one step is there to be done: documents wait until every price share is out. */
function stepOf(opener: Opener | undefined, escrow: Escrow | undefined): Step {
  if (!opener || !escrow) return 'key';
  return (['price-sheet', 'documents'] as const).find((secret) => owed(escrow, secret).length > 0) ?? 'done';
}

const without = (escrow: Escrow, secret: SecretName): Escrow => ({ ...escrow, bids: escrow.bids.map((bid) => ({ ...bid, released: [...bid.released, secret] })) });

/** One of the two releases: what leaves this computer and what follows, then the act and how far it is. */
function Release({ lot, escrow, secret, opener, onDone }: { lot: Lot; escrow: Escrow; secret: SecretName; opener: Opener; onDone: (outcome: Outcome) => void }) {
  const { t } = useTranslation('trustee');
  const [done, setDone] = useState(0);
  const count = owed(escrow, secret).length;
  const act = useAct((_: string) => release(lot, escrow, secret, opener, setDone), onDone);
  return (
    <ActPanel
      what={t(`release.${secret}What`, { count })}
      content={act.isPending && <Progress percent={Math.floor((done * 100) / count)} aria-label={t('release.progress', { done, count })} />}
      article={t('release.article')}
      act={t(`release.${secret}`)}
      onAct={(key) => act.mutate(key)}
      busy={act.isPending}
      error={act.error}
    />
  );
}

/** Key, prices, documents: the way of one trustee through one opening. */
export function Releasing({ lot, person }: { lot: Lot; person: Person }) {
  const { t } = useTranslation('trustee');
  const [opener, setOpener] = useState<Opener>();
  const [escrow, setEscrow] = useState<Escrow>();
  const [spoilt, setSpoilt] = useState<readonly string[]>([]);
  const fetch = useAct((key: string) => api.post('/api/tenders/{id}/opening/escrow', { path: { id: lot.id }, key }), setEscrow);
  const step = stepOf(opener, escrow);
  const after = (secret: SecretName) => (outcome: Outcome) => {
    setSpoilt((before) => [...new Set([...before, ...outcome.spoilt])]);
    setEscrow((before) => before && without(before, secret));
  };
  return (
    <>
      <ol className="stepper" aria-label={t('steps.label')}>
        {STEPS.slice(0, 3).map((name, i) => (
          <li key={name} aria-current={name === step ? 'step' : undefined} className={STEPS.indexOf(step) > i ? 'past' : undefined}>
            {i + 1} {t(`steps.${name}`)}
          </li>
        ))}
      </ol>
      {step === 'key' && !opener && <ChooseKey person={person} onOpener={setOpener} />}
      {step === 'key' && opener && <ActPanel what={t('fetch.what')} article={t('fetch.article')} act={t('fetch.act')} onAct={(key) => fetch.mutate(key)} busy={fetch.isPending} error={fetch.error} />}
      {(step === 'price-sheet' || step === 'documents') && <Release key={step} lot={lot} escrow={escrow!} secret={step} opener={opener!} onDone={after(step)} />}
      {spoilt.length > 0 && (
        <div className="unsubmitted" role="status">
          <p>{t('release.spoilt', { count: spoilt.length })}</p>
          {spoilt.map((code) => (
            <code key={code}>{code} </code>
          ))}
        </div>
      )}
      {step === 'done' && (
        <div className="done" role="status">
          <h2>{t(escrow!.bids.length ? 'done.title' : 'done.nothing')}</h2>
          <p>{t('done.next')}</p>
        </div>
      )}
    </>
  );
}

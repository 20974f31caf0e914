import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Evaluation, Ranking } from '../../features/evaluation/progress';
import { Rejections } from '../../features/evaluation/rejections';
import { CitedPages } from '../../ui/documents/cited';
import { Done } from '../../ui/done';
import { Reader } from '../../ui/documents/reader';
import { ReasonField } from '../../ui/documents/reason-field';
import { useAct } from '../../lib/act';
import { say } from '../../lib/socket';
import { signText, type Unlocked } from '../../lib/signing/vault';
import { ActPanel } from '../../ui/act';
import { CheckField } from '../../ui/form';
import { Panel } from '../../ui/page';
import { Hash } from '../../ui/plain';
import { Saved } from '../../ui/saved';
import { handingIn, textIn, undecided, useStepDraft } from './step-draft';
import { SignerFacts, WithSigner } from '../../ui/signer-panel';

function Sign({ evaluation, signer, onSigned }: { evaluation: Evaluation; signer: Unlocked; onSigned(): void }) {
  const { t } = useTranslation('live');
  const draft = useStepDraft(evaluation, 'signing');
  const differs = draft.value['differs'] === true;
  const dissent = textIn(draft.value, 'dissent');
  const sign = useAct<unknown, string>(
    handingIn(draft, async (draftVersion) =>
      say('report.sign', { evaluationId: evaluation.id!, draftVersion, signature: await signText(evaluation.report!, signer), ...(differs ? { dissent } : {}) }),
    ),
    onSigned,
  );
  return (
    <>
      <SignerFacts signer={signer} />
      <CheckField name="differs" label={t('report.differs')} checked={differs} onChange={(on) => draft.set((before) => ({ ...before, differs: on }))} />
      {differs && <ReasonField name="/dissent" label={t('report.dissent')} value={dissent} onChange={(text) => draft.set((before) => ({ ...before, dissent: text }))} rows={3} maxLength={4000} />}
      {differs && <Saved draft={draft} nameOf={(field) => t(field === 'dissent' ? 'report.dissent' : 'report.differs')} />}
      <ActPanel
        what={t('report.signWhat')}
        article={t('report.article')}
        act={t(differs ? 'report.signDissent' : 'report.sign')}
        onAct={(key) => sign.mutate(key)}
        busy={sign.isPending}
        error={sign.error}
        hindrance={undecided(draft) ? t('draft.undecided', { count: undecided(draft), ns: 'common' }) : differs && !dissent.trim() ? t('report.needsDissent') : undefined}
      />
    </>
  );
}

/** The report, its result, and each member's signature with his own certificate. */
export function Report({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation('live');
  const [signed, setSigned] = useState(false);
  if (!evaluation.report) return <p>{t('report.waiting')}</p>;
  return (
    <>
      <Panel title={t('report.title')} extra={evaluation.reportSha256 && <Hash value={evaluation.reportSha256} label="SHA-256" />}>
        {evaluation.summary && <Ranking summary={evaluation.summary} />}
        <Rejections evaluation={evaluation} />
        <CitedPages report={evaluation.report} />
        <details>
          <summary>{t('report.text')}</summary>
          {/* biome-ignore lint: a scrolling text has to be reachable by keyboard */}
          <pre className="room-document" tabIndex={0} role="region" aria-label={t('report.text')}>
            {evaluation.report}
          </pre>
        </details>
      </Panel>
      {evaluation.documents && (
        <Panel title={t('document.title')}>
          <Reader />
        </Panel>
      )}
      {evaluation.own?.signed ? (
        <Done now={signed}>{t('report.signed')}</Done>
      ) : (
        <WithSigner>{(signer) => <Sign evaluation={evaluation} signer={signer} onSigned={() => setSigned(true)} />}</WithSigner>
      )}
    </>
  );
}

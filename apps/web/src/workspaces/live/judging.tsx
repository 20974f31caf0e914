import { useTranslation } from 'react-i18next';
import { Done } from '../../ui/done';
import { Reader } from '../../ui/documents/reader';
import { ReasonField } from '../../ui/documents/reason-field';
import type { Evaluation } from '../../features/evaluation/progress';
import { Rejections } from '../../features/evaluation/rejections';
import { useAct } from '../../lib/act';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { say } from '../../lib/socket';
import { ActPanel } from '../../ui/act';
import { Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { Saved } from '../../ui/saved';
import { handingIn, textIn, undecided, useStepDraft } from './step-draft';

/** Fewer than three valid bids are left: each member judges whether there is still competition, and says why (O12 27; 1117(13)). The majority decides. */
export function Judging({ evaluation }: { evaluation: Evaluation & { id?: string } }) {
  const { t } = useTranslation('live');
  const language = useLanguage();
  const draft = useStepDraft(evaluation, 'judging');
  const continues = draft.value['continue'] as boolean | undefined;
  const reason = textIn(draft.value, 'reason');
  const judge = useAct<unknown, string>(handingIn(draft, (draftVersion) => say('evaluation.judge-competition', { evaluationId: evaluation.id!, draftVersion, continue: continues!, reason })));
  const out = new Set(evaluation.rejections?.map(({ bidId }) => bidId));
  const left = (evaluation.bids ?? []).filter(({ bidId }) => !out.has(bidId));
  const hindrance = undecided(draft)
    ? t('draft.undecided', { count: undecided(draft), ns: 'common' })
    : continues === undefined
      ? t('judging.needChoice')
      : reason.trim()
        ? undefined
        : t('judging.needReason');
  return (
    <div className="room-review">
      <Panel title={t('document.title')}>
        <Reader />
      </Panel>
      <Panel title={t('judging.title')}>
        <p>{t('judging.help', { count: left.length })}</p>
        <ul>
          {left.map(({ bidId, bidder, number, priceFen }) => (
            <li key={bidId}>
              {number} <Foreign>{bidder}</Foreign> {money(priceFen, language)}
            </li>
          ))}
        </ul>
        <Rejections evaluation={evaluation} />
        {evaluation.own?.judged || judge.data ? (
          <Done now={judge.isSuccess}>{t('judging.done')}</Done>
        ) : (
          <>
            <fieldset className="radios">
              <legend>{t('judging.question')}</legend>
              {[true, false].map((goesOn) => (
                <label key={String(goesOn)}>
                  <input type="radio" name="continue" checked={continues === goesOn} onChange={() => draft.set((before) => ({ ...before, continue: goesOn }))} />
                  {t(goesOn ? 'judging.continue' : 'judging.stop')}
                </label>
              ))}
            </fieldset>
            <ReasonField name="/reason" label={t('judging.reason')} value={reason} onChange={(text) => draft.set((before) => ({ ...before, reason: text }))} rows={4} maxLength={2000} />
            <Saved draft={draft} nameOf={(field) => t(field === 'reason' ? 'judging.reason' : 'judging.question')} />
            <ActPanel
              what={t('judging.what')}
              article={t('judging.article')}
              act={t('judging.act')}
              onAct={(key) => judge.mutate(key)}
              busy={judge.isPending}
              error={judge.error}
              hindrance={hindrance}
            />
          </>
        )}
      </Panel>
    </div>
  );
}

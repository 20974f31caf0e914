import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import type { Evaluation } from '../../features/evaluation/progress';
import { useAct } from '../../lib/act';
import { useDraft } from '../../lib/draft';
import { say } from '../../lib/socket';
import { Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { Reader } from '../../ui/documents/reader';
import { useShelf } from '../../ui/documents/reading';
import { ReasonField } from '../../ui/documents/reason-field';
import { Failure } from '../../ui/refusal';
import { Saved } from '../../ui/saved';

interface Mark {
  pass: boolean;
  reason: string;
}
const keyOf = (bidId: string, itemId: string) => `${bidId}/${itemId}`;

/** Preliminary review: each criterion for each bid; a failed one needs its reason (TBR 51). Drafts are kept on this device. */
export function Review({ evaluation }: { evaluation: Evaluation & { id?: string } }) {
  const { t } = useTranslation('live');
  const shelf = useShelf();
  const bids = evaluation.bids ?? [];
  const items = evaluation.plan?.review ?? [];
  const draft = useDraft<Record<string, Mark>>(`review.${evaluation.id}`, {});
  const { value, set } = draft;
  const change = (key: string, part: Partial<Mark>) => set((before) => ({ ...before, [key]: { pass: true, reason: '', ...before[key], ...part } }));
  const cells = bids.flatMap(({ bidId }) => items.map(({ id }) => ({ bidId, itemId: id, mark: value[keyOf(bidId, id)] })));
  const missing = cells.filter(({ mark }) => !mark || (!mark.pass && !mark.reason.trim())).length;
  const send = useAct(
    (_: void) =>
      say('review.mark', { evaluationId: evaluation.id!, marks: cells.map(({ bidId, itemId, mark }) => ({ bidId, itemId, pass: mark!.pass, ...(mark!.pass ? {} : { reason: mark!.reason }) })) }),
    draft.forget,
  );
  if (evaluation.own?.marks) return <p>{t('review.waiting')}</p>;
  return (
    <div className="room-review">
      <Panel title={t('document.title')}>
        <Reader />
      </Panel>
      <Panel title={t('review.title')}>
        <p>{t('review.help')}</p>
        {bids.map(({ bidId, bidder, number }) => (
          <section key={bidId} aria-label={bidder}>
            <h3>
              {t('document.number', { n: number })} <Foreign>{bidder}</Foreign>{' '}
              <button type="button" className="link" onClick={() => shelf?.show({ bid: number, part: 'body' })}>
                {t('document.show')}
              </button>
            </h3>
            {items.map(({ id, text, kind }) => {
              const key = keyOf(bidId, id);
              const mark = value[key];
              return (
                <fieldset className="radios" key={id}>
                  <legend>
                    {t(`review.kind.${kind}`)} <Foreign>{text}</Foreign>
                  </legend>
                  {[true, false].map((pass) => (
                    <label key={String(pass)}>
                      <input type="radio" name={key} checked={mark?.pass === pass} onChange={() => change(key, { pass })} />
                      {t(pass ? 'review.pass' : 'review.fail')}
                    </label>
                  ))}
                  {mark && !mark.pass && <ReasonField name={`${key}/reason`} label={t('review.reason')} value={mark.reason} onChange={(reason) => change(key, { reason })} rows={2} maxLength={1000} />}
                </fieldset>
              );
            })}
          </section>
        ))}
        <Failure error={send.error} />
        <div className="room-foot">
          <span>{missing ? t('review.missing', { count: missing }) : t('review.complete')}</span>
          <Saved draft={draft} />
          <Button type="primary" aria-disabled={missing > 0} loading={send.isPending} onClick={() => missing === 0 && send.mutate()}>
            {t('review.handIn')}
          </Button>
        </div>
      </Panel>
    </div>
  );
}

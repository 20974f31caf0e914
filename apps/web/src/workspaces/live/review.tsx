import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import type { Evaluation } from '../../features/evaluation/progress';
import { useAct } from '../../lib/act';
import { Hindered } from '../../ui/act';
import type { Values } from '../../lib/draft-state';
import { say } from '../../lib/socket';
import { Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { Done } from '../../ui/done';
import { Reader } from '../../ui/documents/reader';
import { useShelf } from '../../ui/documents/reading';
import { ReasonField } from '../../ui/documents/reason-field';
import { Failure } from '../../ui/refusal';
import { Saved } from '../../ui/saved';
import { handingIn, textIn, undecided, useStepDraft } from './step-draft';

interface Mark {
  pass: boolean;
  reason: string;
}
const keyOf = (part: 'pass' | 'reason', bidId: string, itemId: string) => `${part}/${bidId}/${itemId}`;

/** The mark as far as it was made. */
function markIn(value: Values, bidId: string, itemId: string): Mark | undefined {
  const pass = value[keyOf('pass', bidId, itemId)];
  return typeof pass === 'boolean' ? { pass, reason: textIn(value, keyOf('reason', bidId, itemId)) } : undefined;
}

/** Preliminary review: each criterion for each bid; a failed one needs its reason (TBR 51). */
export function Review({ evaluation }: { evaluation: Evaluation & { id?: string } }) {
  const { t } = useTranslation('live');
  const shelf = useShelf();
  const bids = evaluation.bids ?? [];
  const items = evaluation.plan?.review ?? [];
  const held = useContext(Hindered);
  const draft = useStepDraft(evaluation, 'reviewing');
  const { value, set } = draft;
  const change = (name: string, to: unknown) => set((before) => ({ ...before, [name]: to }));
  const cells = bids.flatMap(({ bidId }) => items.map(({ id }) => ({ bidId, itemId: id, mark: markIn(value, bidId, id) })));
  const missing = cells.filter(({ mark }) => !mark || (!mark.pass && !mark.reason.trim())).length;
  const send = useAct<unknown>(
    handingIn(draft, (draftVersion) =>
      say('review.mark', {
        evaluationId: evaluation.id!,
        draftVersion,
        marks: cells.map(({ bidId, itemId, mark }) => ({ bidId, itemId, pass: mark!.pass, ...(mark!.pass ? {} : { reason: mark!.reason }) })),
      }),
    ),
  );
  const open = undecided(draft);
  const nameOf = (field: string) => {
    const [, bidId, itemId] = field.split('/');
    return `${t('document.number', { n: bids.find((bid) => bid.bidId === bidId)?.number })} ${items.find(({ id }) => id === itemId)?.text ?? ''}`;
  };
  if (evaluation.own?.marks) return <Done now={send.isSuccess}>{t('review.waiting')}</Done>;
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
              const [key, reasonKey] = [keyOf('pass', bidId, id), keyOf('reason', bidId, id)];
              const mark = markIn(value, bidId, id);
              return (
                <fieldset className="radios" key={id}>
                  <legend>
                    {t(`review.kind.${kind}`)} <Foreign>{text}</Foreign>
                  </legend>
                  {[true, false].map((pass) => (
                    <label key={String(pass)}>
                      <input type="radio" name={key} checked={mark?.pass === pass} onChange={() => change(key, pass)} />
                      {t(pass ? 'review.pass' : 'review.fail')}
                    </label>
                  ))}
                  {mark && !mark.pass && <ReasonField name={reasonKey} label={t('review.reason')} value={mark.reason} onChange={(reason) => change(reasonKey, reason)} rows={2} maxLength={1000} />}
                </fieldset>
              );
            })}
          </section>
        ))}
        <Failure error={send.error} />
        <div className="room-foot">
          <span>{held ?? (missing ? t('review.missing', { count: missing }) : open ? t('draft.undecided', { count: open, ns: 'common' }) : t('review.complete'))}</span>
          <Saved draft={draft} nameOf={nameOf} />
          <Button type="primary" aria-disabled={missing + open > 0 || held !== undefined} loading={send.isPending} onClick={() => missing + open === 0 && !held && send.mutate()}>
            {t('review.handIn')}
          </Button>
        </div>
      </Panel>
    </div>
  );
}

import { Button, Input } from 'antd';
import { type KeyboardEvent, useContext, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../features/evaluation/progress';
import { useAct } from '../../lib/act';
import type { Values } from '../../lib/draft-state';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { say } from '../../lib/socket';
import { Hindered } from '../../ui/act';
import { CheckField } from '../../ui/form';
import { Done } from '../../ui/done';
import { Reader } from '../../ui/documents/reader';
import { useShelf } from '../../ui/documents/reading';
import { ReasonField } from '../../ui/documents/reason-field';
import { Panel } from '../../ui/page';
import { Chip, Foreign } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { Saved } from '../../ui/saved';
import { handingIn, textIn, undecided, useStepDraft } from './step-draft';

interface Remark {
  strengths: string;
  risks: string;
  recommend: boolean;
}
type Item = NonNullable<Evaluation['plan']>['items'][number];
const cell = (bidId: string, itemId: string) => `score/${bidId}/${itemId}`;
const remarkIn = (value: Values, bidId: string): Remark => ({
  strengths: textIn(value, `strengths/${bidId}`),
  risks: textIn(value, `risks/${bidId}`),
  recommend: value[`recommend/${bidId}`] === true,
});

/** What was handed in before, when sheets came back (O87 64). */
const before = (sheet: NonNullable<Evaluation['own']>['sheet']): Values => ({
  ...Object.fromEntries(sheet?.scores.map(({ bidId, itemId, score }) => [cell(bidId, itemId), score]) ?? []),
  ...Object.fromEntries(sheet?.remarks.flatMap(({ bidId, ...remark }) => Object.entries(remark).map(([part, text]) => [`${part}/${bidId}`, text])) ?? []),
});

/** Full-width digits are taken as digits; a number within the item's range with at most two decimals. */
export function scoreOf(text: string, { min, max }: Pick<Item, 'min' | 'max'>): string | undefined {
  const half = text.trim().replace(/[０-９．]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(half)) return undefined;
  return Number(half) >= Number(min) && Number(half) <= Number(max) ? half : undefined;
}

/** Enter goes to the next field, after the last to what is open elsewhere, Shift+Enter back; arrows and the wheel never change a number. */
function nextField(event: KeyboardEvent<HTMLElement>, onLast: () => void): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const fields = [...document.querySelectorAll<HTMLInputElement>('input[data-score]')];
  const at = fields.indexOf(event.target as HTMLInputElement);
  if (!event.shiftKey && at === fields.length - 1) return onLast();
  fields[at + (event.shiftKey ? -1 : 1)]?.focus();
}

function ScoreFields({ bidId, items, sheet, onScore, onLast }: { bidId: string; items: readonly Item[]; sheet: Values; onScore(key: string, text: string): void; onLast(): void }) {
  const { t } = useTranslation('live');
  return items.map((item) => {
    const key = cell(bidId, item.id);
    const text = textIn(sheet, key);
    const wrong = text !== '' && scoreOf(text, item) === undefined;
    return (
      <div className={wrong ? 'field field-wrong' : 'field'} key={item.id}>
        <label htmlFor={key}>
          <Foreign>{item.name}</Foreign> {t('scoring.range', { min: item.min, max: item.max })}
        </label>
        <Input
          id={key}
          data-score
          value={text}
          inputMode="decimal"
          autoComplete="off"
          maxLength={8}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${key}/error` : undefined}
          onKeyDown={(event) => nextField(event, onLast)}
          onChange={(event) => onScore(key, event.target.value)}
        />
        {wrong && (
          <p className="field-error" id={`${key}/error`}>
            {t('scoring.wrong', { min: item.min, max: item.max })}
          </p>
        )}
      </div>
    );
  });
}

function RemarkFields({ remark, onChange }: { remark: Remark; onChange(part: Partial<Remark>): void }) {
  const { t } = useTranslation('live');
  return (
    <>
      <ReasonField name="strengths" label={t('scoring.strengths')} value={remark.strengths} onChange={(strengths) => onChange({ strengths })} rows={3} maxLength={2000} />
      <ReasonField name="risks" label={t('scoring.risks')} value={remark.risks} onChange={(risks) => onChange({ risks })} rows={3} maxLength={2000} />
      <CheckField name="recommend" label={t('scoring.recommend')} checked={remark.recommend} onChange={(recommend) => onChange({ recommend })} />
    </>
  );
}

/** Bids beside the sheet; own sums; what is missing; then the hand-in, which locks. */
export function Scoring({ evaluation }: { evaluation: Evaluation & { id?: string } }) {
  const { t } = useTranslation('live');
  const language = useLanguage();
  const shelf = useShelf();
  const out = new Set(evaluation.rejections?.map(({ bidId }) => bidId));
  const bids = (evaluation.bids ?? []).filter(({ bidId }) => !out.has(bidId));
  const items = evaluation.plan?.items ?? [];
  const remarking = evaluation.plan?.method.method === 'decision';
  const [first] = useState(() => before(evaluation.own?.sheet ?? null));
  const held = useContext(Hindered);
  const draft = useStepDraft(evaluation, 'scoring', first);
  const { value: sheet, set } = draft;
  const scoreIn = (bidId: string, item: Item) => scoreOf(textIn(sheet, cell(bidId, item.id)), item);
  const [shown, setShown] = useState(bids[0]?.bidId ?? '');
  const bid = bids.find(({ bidId }) => bidId === shown) ?? bids[0];
  const openOf = (bidId: string) =>
    items.filter((item) => scoreIn(bidId, item) === undefined).length + (remarking && !(remarkIn(sheet, bidId).strengths.trim() && remarkIn(sheet, bidId).risks.trim()) ? 1 : 0);
  const choose = (bidId: string, number: number) => {
    setShown(bidId);
    shelf?.show({ bid: number, part: 'body' });
  };
  /** To the first field that is still open, whichever bid it is of; where none is, to the hand-in. */
  const toOpen = () => {
    const next = bids.find(({ bidId }) => openOf(bidId) > 0);
    if (next) flushSync(() => choose(next.bidId, next.number));
    const item = next && items.find((one) => scoreIn(next.bidId, one) === undefined);
    const remark = next && (remarkIn(sheet, next.bidId).strengths.trim() ? 'risks' : 'strengths');
    document.querySelector<HTMLElement>(item ? `[id="${CSS.escape(cell(next.bidId, item.id))}"]` : remark ? `textarea[name="${remark}"]` : '#hand-in')?.focus();
  };
  const missing = bids.reduce((sum, { bidId }) => sum + openOf(bidId), 0);
  const total = (bidId: string) => items.reduce((sum, item) => sum + Math.round(Number(scoreIn(bidId, item) ?? 0) * 100), 0) / 100;
  const handIn = useAct<unknown>(
    handingIn(draft, (draftVersion) =>
      say('score.hand-in', {
        evaluationId: evaluation.id!,
        draftVersion,
        scores: bids.flatMap(({ bidId }) => items.map((item) => ({ bidId, itemId: item.id, score: scoreIn(bidId, item)! }))),
        remarks: remarking ? bids.map(({ bidId }) => ({ bidId, ...remarkIn(sheet, bidId) })) : [],
      }),
    ),
  );
  const open = undecided(draft);
  const nameOf = (field: string) => {
    const [, bidId, itemId] = field.split('/');
    return `${t('document.number', { n: bids.find((one) => one.bidId === bidId)?.number })} ${items.find(({ id }) => id === itemId)?.name ?? ''}`;
  };
  if (evaluation.own?.handedIn) return <Done now={handIn.isSuccess}>{t('scoring.done')}</Done>;
  if (!bid) return <p>{t('scoring.noBids')}</p>;
  return (
    <>
      <div className="room">
        <Panel title={t('scoring.bids')}>
          <ul className="room-bids">
            {bids.map(({ bidId, bidder, priceFen, number }) => (
              <li key={bidId}>
                <button type="button" aria-pressed={bidId === bid.bidId} onClick={() => choose(bidId, number)}>
                  {number} <Foreign>{bidder}</Foreign>
                  <br />
                  <small>{money(priceFen, language)}</small>
                  <br />
                  <Chip tone={openOf(bidId) ? 'warning' : 'success'}>{openOf(bidId) ? t('scoring.open', { count: openOf(bidId) }) : t('scoring.complete')}</Chip>
                </button>
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={t('document.title')}>
          <Reader />
        </Panel>
        <Panel title={`${t('scoring.sheet')} · ${t('document.number', { n: bid.number })}`}>
          <p>
            <Foreign>{bid.bidder}</Foreign>
          </p>
          <ScoreFields bidId={bid.bidId} items={items} sheet={sheet} onScore={(key, text) => set((all) => ({ ...all, [key]: text }))} onLast={toOpen} />
          {remarking && (
            <RemarkFields
              remark={remarkIn(sheet, bid.bidId)}
              onChange={(part) => set((all) => ({ ...all, ...Object.fromEntries(Object.entries(part).map(([name, text]) => [`${name}/${bid.bidId}`, text])) }))}
            />
          )}
          {items.length > 0 && <p>{t('scoring.total', { total: total(bid.bidId) })}</p>}
          {items.length === 0 && !remarking && <p>{t('scoring.nothing')}</p>}
        </Panel>
      </div>
      <Failure error={handIn.error} />
      <div className="room-foot">
        <span id="scoring-open">{held ?? (missing ? t('scoring.missing', { count: missing }) : open ? t('draft.undecided', { count: open, ns: 'common' }) : t('scoring.ready'))}</span>
        <Saved draft={draft} nameOf={nameOf} />
        <span className="grow" />
        <span>{t('scoring.locks')}</span>
        <Button
          id="hand-in"
          type="primary"
          aria-disabled={missing + open > 0 || held !== undefined}
          aria-describedby="scoring-open"
          loading={handIn.isPending}
          onClick={() => (missing ? toOpen() : open === 0 && !held && handIn.mutate())}
        >
          {t('scoring.handIn')}
        </Button>
      </div>
    </>
  );
}

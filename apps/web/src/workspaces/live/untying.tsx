import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../features/evaluation/progress';
import { useAct } from '../../lib/act';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import type { Values } from '../../lib/draft-state';
import { say } from '../../lib/socket';
import { ActPanel } from '../../ui/act';
import { Done } from '../../ui/done';
import { Reader } from '../../ui/documents/reader';
import { Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { Saved } from '../../ui/saved';
import { handingIn, undecided, useStepDraft } from './step-draft';

type Bid = NonNullable<Evaluation['bids']>[number];

const swapped = (order: readonly string[], at: number, to: number) => order.map((one, i) => (i === at ? order[to]! : i === to ? order[at]! : one));

function Group({ order, bids, onChange }: { order: readonly string[]; bids: readonly Bid[]; onChange(order: string[]): void }) {
  const { t } = useTranslation('live');
  const language = useLanguage();
  const of = (bidId: string) => bids.find((bid) => bid.bidId === bidId);
  return (
    <ol className="tied">
      {order.map((bidId, at) => (
        <li key={bidId}>
          {t('untying.bid', { number: of(bidId)?.number })} <Foreign>{of(bidId)?.bidder ?? ''}</Foreign> {money(of(bidId)?.priceFen ?? '0', language)}{' '}
          <Button disabled={at === 0} onClick={() => onChange(swapped(order, at, at - 1))} aria-label={t('untying.upOf', { bidder: of(bidId)?.bidder })}>
            {t('untying.up')}
          </Button>{' '}
          <Button disabled={at === order.length - 1} onClick={() => onChange(swapped(order, at, at + 1))} aria-label={t('untying.downOf', { bidder: of(bidId)?.bidder })}>
            {t('untying.down')}
          </Button>
        </li>
      ))}
    </ol>
  );
}

/** The groups as they were ordered so far; what was kept of other ties than these does not count. */
const ordersIn = (value: Values, ties: readonly string[][]): string[][] =>
  ties.map((group, at) => {
    const kept = value[`order/${at}`] as string[] | undefined;
    return kept && [...kept].sort().join() === [...group].sort().join() ? kept : group;
  });

/** Equals at the limit of candidates, and documents that leave them open: each member puts them in an order, by name, and the report says it (TBR 53). */
export function Untying({ evaluation }: { evaluation: Evaluation & { id?: string } }) {
  const { t } = useTranslation('live');
  const draft = useStepDraft(evaluation, 'untying');
  const orders = ordersIn(draft.value, evaluation.ties ?? []);
  const [sure, setSure] = useState(false);
  const vote = useAct<unknown, string>(handingIn(draft, (draftVersion) => say('tie.vote', { evaluationId: evaluation.id!, draftVersion, order: orders.flat() })));
  if (evaluation.own?.ballot || vote.data) return <Done now={vote.isSuccess}>{t('untying.done')}</Done>;
  return (
    <div className="room-review">
      <Panel title={t('document.title')}>
        <Reader />
      </Panel>
      <Panel title={t('untying.title')}>
        <p>{t('untying.help')}</p>
        {orders.map((order, at) => (
          <Group key={at} order={order} bids={evaluation.bids ?? []} onChange={(changed) => draft.set((before) => ({ ...before, [`order/${at}`]: changed }))} />
        ))}
        <Saved draft={draft} nameOf={() => t('untying.title')} />
        <label>
          <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} /> {t('untying.sure')}
        </label>
        <ActPanel
          what={t('untying.what')}
          article={t('untying.article')}
          act={t('untying.act')}
          onAct={(key) => vote.mutate(key)}
          busy={vote.isPending}
          error={vote.error}
          hindrance={undecided(draft) ? t('draft.undecided', { count: undecided(draft), ns: 'common' }) : sure ? undefined : t('untying.need')}
        />
      </Panel>
    </div>
  );
}

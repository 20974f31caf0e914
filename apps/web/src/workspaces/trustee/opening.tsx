import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Opening, useOpening } from '../../features/opening/api';
import { BidState, OpenedCount, TrusteesReleased } from '../../features/opening/progress';
import { type Tender, useTender } from '../../features/tender/api';
import { Holds, StatusChip } from '../../features/tender/parts';
import { countsDown, standsStill } from '../../features/tender/stages';
import { useNow } from '../../lib/clock';
import { useMe } from '../../lib/session';
import { Offered } from '../../ui/offered';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Facts, Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { Until } from '../../ui/time';
import type { Person } from './choose-key';
import { Releasing } from './releasing';

/** What there is to do now: wait, release, or nothing any more. */
function Now({ tender, opening, person }: { tender: Tender; opening: Opening | null; person: Person }) {
  const { t } = useTranslation('trustee');
  const now = useNow();
  const early = !opening || opening.status === 'sealed';
  const concluded = opening?.status === 'concluded';
  const running = !early && !concluded;
  return (
    <>
      {early && (
        <>
          <p>{t('now.early')}</p>
          <p>
            {t('now.deadline')} <Until at={tender.deadline} countdown={countsDown('deadline', tender)} />
          </p>
        </>
      )}
      {concluded && <p>{t('now.concluded')}</p>}
      {running && standsStill('windowEndsAt', tender.holds) && <p className="unsubmitted">{t('now.held')}</p>}
      {running && opening.windowEndsAt && Date.parse(opening.windowEndsAt) <= now && <p className="unsubmitted">{t('now.over')}</p>}
      <Offered on={running} now={<StatusChip status={tender.status} held={tender.held} />}>
        <Releasing lot={tender} person={person} />
      </Offered>
    </>
  );
}

function Bids({ opening }: { opening: Opening }) {
  const { t } = useTranslation('trustee');
  if (!opening.bidders)
    return (
      <>
        <OpenedCount opening={opening} />
        <p className="meta">{t('bids.none')}</p>
      </>
    );
  return (
    <DataTable
      caption={t('bids.title')}
      rows={opening.bidders}
      keyOf={({ bidder }) => bidder}
      empty={t('bids.zero')}
      columns={[
        { key: 'bidder', title: t('bids.bidder'), render: ({ bidder }) => <Foreign>{bidder}</Foreign> },
        { key: 'state', title: t('bids.state'), render: (bid) => <BidState bid={bid} /> },
      ]}
    />
  );
}

function Whole({ tender, opening }: { tender: Tender; opening: Opening | null }) {
  const { t } = useTranslation('trustee');
  const me = useMe();
  const person = tender.trustees?.people.find(({ accountId }) => accountId === me.accountId);
  return (
    <Page
      title={t('opening.title', { title: tender.title })}
      crumbs={[{ text: t('home.title'), to: '/trustee' }]}
      status={<StatusChip status={tender.status} held={tender.held} />}
      act={<Link to={`/openings/${encodeURIComponent(tender.code)}`}>{t('opening.hall')}</Link>}
    >
      <Holds tender={tender} />
      {!person && <Empty>{t('notYours')}</Empty>}
      {person && (
        <>
          <Facts
            rows={[
              [t('tender.code', { ns: 'common' }), <code>{tender.code}</code>],
              [t('tender.tenderer', { ns: 'common' }), <Foreign>{tender.tenderer}</Foreign>],
              opening?.status === 'decrypting' && opening.windowEndsAt && [t('opening.window'), <Until at={opening.windowEndsAt} countdown={!standsStill('windowEndsAt', tender.holds)} />],
            ]}
          />
          <div className="columns">
            <Panel title={t('opening.own')}>
              <Now tender={tender} opening={opening} person={person} />
            </Panel>
            <div>
              <Panel title={t('opening.trustees', { ns: 'common' })}>
                <TrusteesReleased trustees={opening?.trustees ?? { threshold: tender.trustees!.threshold, people: tender.trustees!.people.map((one) => ({ ...one, released: false })) }} />
                <p className="meta">{t('opening.next')}</p>
              </Panel>
              {opening && (
                <Panel title={t('bids.title')}>
                  <Bids opening={opening} />
                </Panel>
              )}
            </div>
          </div>
        </>
      )}
    </Page>
  );
}

/** One tender's opening, as one of its trustees sees it. */
export function OpeningPage() {
  const { code = '' } = useParams();
  const tender = useTender(code, true);
  const opening = useOpening(tender.data?.id);
  return <Loaded query={tender}>{(found) => <Loaded query={opening}>{(state) => <Whole tender={found} opening={state} />}</Loaded>}</Loaded>;
}

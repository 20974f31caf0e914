import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { assertKeys, parseManifest } from '@envelope-web';
import { amountInWords } from '@kernel';
import { ownBids } from '../../features/bidding/own';
import { TwoPersonRecords } from '../../features/identity/records';
import { type Opening, phaseOf, PHASES, recordedBids, useOpening } from '../../features/opening/api';
import { BidState, OpenedCount, TrusteesReleased } from '../../features/opening/progress';
import { type Tender, useTender } from '../../features/tender/api';
import { Ended, Holds, StatusChip } from '../../features/tender/parts';
import { countsDown, standsStill } from '../../features/tender/stages';
import { useAct } from '../../lib/act';
import { useNow } from '../../lib/clock';
import { type Answer, api } from '../../lib/api/client';
import { money } from '../../lib/format';
import { findKept } from '../../lib/kept';
import { rolesOf } from '../../lib/roles';
import { useCan, useMe } from '../../lib/session';
import { useLanguage } from '../../lib/settings';
import { useRoom } from '../../lib/socket';
import { wordsOf } from '../../lib/told';
import { ActPanel } from '../../ui/act';
import { DemoBand } from '../../ui/demo-band';
import { Done } from '../../ui/done';
import { TextField } from '../../ui/form';
import { AskedNote } from '../../ui/asked';
import { Offered, OnLot } from '../../ui/offered';
import { Loaded, Page, Panel } from '../../ui/page';
import { Facts, Foreign, Hash } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At, Countdown, ServerClock, Until } from '../../ui/time';
import { Events, LinkState } from './parts';
import './texts';

/** Opens the own bid: the keys kept in this browser, or the key file that was saved when the bid was submitted. */
function Decrypt({ tender, opening }: { tender: Tender; opening: Opening }) {
  const { t } = useTranslation('live');
  const language = useLanguage();
  const own = useQuery(ownBids(tender.id));
  const bid = own.data?.find(({ status }) => status === 'sealed' || status === 'opened');
  const here = useQuery({ queryKey: ['kept', tender.id, bid?.cipherSha256], enabled: Boolean(bid), queryFn: async () => (await findKept(tender.id, bid!.cipherSha256))?.keys ?? null });
  const [file, setFile] = useState<Record<string, string>>();
  const [fault, setFault] = useState('');
  const keys = file ?? here.data;
  const decrypt = useAct((key: string) => api.post('/api/tenders/{id}/opening/decrypt', { path: { id: tender.id }, body: { keys: keys! }, key }));
  // large files take minutes, and the answer may be lost meanwhile: until it is known, the platform is asked whether the bid is open
  useQuery({ ...ownBids(tender.id), enabled: decrypt.isError, refetchInterval: 5000 });
  const read = async (chosen: File | undefined) => {
    setFault('');
    setFile(undefined);
    if (!chosen) return;
    try {
      const given = JSON.parse(await chosen.text()) as Record<string, string>;
      assertKeys(parseManifest(bid!.manifest), given); // here, and at once: another version's file is told before it costs time
      setFile(given);
    } catch (error) {
      setFault(wordsOf(error, language) ?? t('hall.keyFileWrong'));
    }
  };
  const now = useNow();
  if (!bid) return null;
  if (bid.status === 'opened' || decrypt.data) return <Done now={decrypt.isSuccess}>{t('hall.decrypted')}</Done>;
  if (opening.status === 'concluded') return null; // what became of it stands in the record, beside this
  const over = opening.windowEndsAt !== null && Date.parse(opening.windowEndsAt) <= now;
  const hindrance = standsStill('windowEndsAt', tender.holds)
    ? 'hall.heldDecrypt'
    : opening.status !== 'decrypting'
      ? 'hall.notDecrypting'
      : over
        ? 'hall.windowOver'
        : keys
          ? undefined
          : 'hall.needKeys';
  return (
    <Panel title={t('hall.ownBid')}>
      {opening.trustees && <p>{t('hall.trusteesOpen', { k: opening.trustees.threshold, n: opening.trustees.people.length })}</p>}
      <p>{t(here.data ? 'hall.keysHere' : 'hall.keysElsewhere')}</p>
      {!here.data && (
        <div className="field">
          <label htmlFor="key-file">{t('hall.keyFile')}</label>
          <input id="key-file" type="file" accept=".json" aria-describedby="key-file-told" onChange={(event) => void read(event.target.files?.[0])} />
          <p className={fault ? 'field-error own-lines' : 'help'} role="status" id="key-file-told">
            {fault || (file && t('hall.keysFit'))}
          </p>
        </div>
      )}
      <ActPanel
        what={t(opening.trustees ? 'hall.decryptWhatTrustees' : 'hall.decryptWhat')}
        article={t('hall.decryptArticle')}
        act={t('hall.decrypt')}
        onAct={(key) => decrypt.mutate(key)}
        busy={decrypt.isPending}
        error={decrypt.error}
        hindrance={hindrance && t(hindrance)}
      />
    </Panel>
  );
}

function Start({ tender }: { tender: Tender }) {
  const { t } = useTranslation('live');
  const start = useAct((key: string) => api.post('/api/tenders/{id}/opening/start', { path: { id: tender.id }, key }));
  return <ActPanel what={t('hall.startWhat')} article={t('hall.startArticle')} act={t('hall.start')} onAct={(key) => start.mutate(key)} busy={start.isPending} error={start.error} />;
}

interface Cause {
  bidder: string;
  reason: string;
}

function Conclude({ tender, opening, onAsked }: { tender: Tender; opening: Opening; onAsked(asked: Answer<'/api/tenders/{id}/opening/conclude', 'post'>): void }) {
  const { t } = useTranslation('live');
  const now = useNow();
  const [causes, setCauses] = useState<Readonly<Record<string, Cause>>>({});
  const typed = Object.entries(causes).flatMap(([bidId, cause]) => (cause.reason.trim() ? [{ bidId, ...cause }] : []));
  const otherCauses = typed.map(({ bidId, reason }) => ({ bidId, reason }));
  const conclude = useAct((key: string) => api.post('/api/tenders/{id}/opening/conclude', { path: { id: tender.id }, body: { otherCauses }, key }), onAsked);
  const waiting = opening.bidders?.filter((bid) => bid.waiting) ?? [];
  const over = opening.windowEndsAt !== null && Date.parse(opening.windowEndsAt) <= now; // before that nothing can be concluded, and nothing has to be explained
  const asked = over ? waiting : [];
  // what was typed about one that waits no longer is sent like the rest, and stays in sight
  const shown = [...asked, ...typed.filter(({ bidId }) => !asked.some((one) => one.bidId === bidId))];
  return (
    <>
      {shown.map(({ bidId, bidder }) => (
        <TextField
          key={bidId}
          name={`/otherCauses/${otherCauses.findIndex((one) => one.bidId === bidId)}/reason`}
          label={t('hall.otherCause', { bidder })}
          help={t('hall.otherCauseHelp')}
          value={causes[bidId]?.reason ?? ''}
          onChange={(reason) => setCauses((before) => ({ ...before, [bidId]: { bidder, reason } }))}
          optional
        />
      ))}
      <ActPanel
        what={waiting.length ? t('hall.concludeWhat', { count: waiting.length }) : t('hall.concludeReady')}
        act={t('hall.conclude')}
        onAct={(key) => conclude.mutate(key)}
        busy={conclude.isPending}
        error={conclude.error}
      />
    </>
  );
}

/** The presiding side: starts the opening, and concludes it before a witness. */
function Host({ tender, opening }: { tender: Tender; opening: Opening | null }) {
  const [asked, setAsked] = useState<Answer<'/api/tenders/{id}/opening/conclude', 'post'>>();
  if (asked && opening?.status !== 'concluded') return <AskedNote asked={asked} onAgain={() => setAsked(undefined)} />;
  return (
    <>
      <OnLot tender={tender} act="opening.start">
        <Start tender={tender} />
      </OnLot>
      {opening && (
        <Offered on={opening.allowedActs.includes('opening.conclude') && !tender.allowedActs.includes('opening.start')} now={<StatusChip status={tender.status} held={tender.held} />}>
          <Conclude tender={tender} opening={opening} onAsked={setAsked} />
        </Offered>
      )}
    </>
  );
}

/** Who concludes and who witnesses it both find here what waits, whoever reloads or comes later. */
function Concluding({ tender }: { tender: Tender }) {
  const { t } = useTranslation('live');
  const witness = rolesOf(useMe()).includes('hall-operator');
  const can = useCan();
  if (!witness && !can('opening.conclude')) return null;
  return (
    <>
      <TwoPersonRecords projectId={tender.projectId} only={{ act: 'opening.conclude', lot: tender.code }} />
      {witness && (
        <p>
          <Link to="/venue/approvals">{t('hall.witness')}</Link>
        </p>
      )}
    </>
  );
}

function Queue({ opening }: { opening: Opening }) {
  const { t } = useTranslation('live');
  const language = useLanguage();
  if (opening.record)
    return (
      <DataTable
        caption={t('hall.prices')}
        rows={recordedBids(opening.record)}
        keyOf={({ bidder }) => bidder}
        empty=""
        columns={[
          { key: 'bidder', title: t('hall.bidder'), render: ({ bidder }) => <Foreign>{bidder}</Foreign> },
          { key: 'price', title: t('hall.price'), render: ({ priceFen, cause }) => (priceFen ? money(priceFen, language) : <Foreign>{cause ?? ''}</Foreign>), numeric: true },
          { key: 'words', title: t('hall.words'), render: ({ priceFen }) => (priceFen ? amountInWords(BigInt(priceFen)) : '') },
        ]}
      />
    );
  if (!opening.bidders)
    return (
      <>
        <OpenedCount opening={opening} />
        <p className="meta">{t(opening.status === 'sealed' ? 'hall.secretNames' : 'hall.namesLater')}</p>
      </>
    );
  return (
    <DataTable
      caption={t('hall.queue')}
      rows={opening.bidders}
      keyOf={({ bidder }) => bidder}
      empty={t('hall.noBids')}
      columns={[
        { key: 'bidder', title: t('hall.bidder'), render: ({ bidder }) => <Foreign>{bidder}</Foreign> },
        { key: 'state', title: t('hall.state'), render: (bid) => <BidState bid={bid} /> },
      ]}
    />
  );
}

function Whole({ tender, opening }: { tender: Tender; opening: Opening | null }) {
  const { t } = useTranslation('live');
  const phase = phaseOf(opening);
  const room = useRoom(opening?.roomId);
  const me = useMe();
  const can = useCan();
  const over = !opening && Boolean(tender.endReason); // it never came to an opening
  const own = tender.trustees?.people.some(({ accountId }) => accountId === me.accountId) ?? false;
  return (
    <main id="main" className="app-main page-wide">
      <DemoBand />
      <Page
        title={t('hall.title', { title: tender.title })}
        crumbs={[{ text: tender.code, to: `/agency/tenders/${encodeURIComponent(tender.code)}` }].filter(() => can('opening.conclude'))}
        status={
          <>
            <StatusChip status={tender.status} held={tender.held} /> <ServerClock />
          </>
        }
        act={tender.isPublic && <a href={`/tenders/${encodeURIComponent(tender.code)}`}>{t('hall.public')}</a>}
      >
        <LinkState room={room} shown={Boolean(opening?.roomId) && phase !== 'concluded'} />
        <Holds tender={tender} />
        {!over && (
          <ol className="stepper" aria-label={t('hall.steps')}>
            {PHASES.map((name, i) => (
              <li key={name} aria-current={name === phase ? 'step' : undefined} className={PHASES.indexOf(phase) > i ? 'past' : undefined}>
                {t(`hall.phase.${name}`)}
              </li>
            ))}
          </ol>
        )}
        <Ended tender={tender} />
        {phase === 'waiting' && !over && (
          <p>
            {t('hall.opensAt')} <Until at={tender.deadline} countdown={false} /> {countsDown('deadline', tender) && <Countdown until={tender.deadline} large />}
          </p>
        )}
        {opening && (
          <Facts
            rows={[
              [t('hall.closedAt'), <At at={opening.closedAt} />],
              opening.bids !== undefined && [t('hall.bids'), String(opening.bids)],
              opening.sealedSet && [t('hall.root'), <Hash value={opening.sealedSet.root} />],
              opening.status === 'decrypting' && opening.windowEndsAt && [t('hall.window'), <Until at={opening.windowEndsAt} countdown={!standsStill('windowEndsAt', tender.holds)} />],
              opening.recordSha256 && [t('hall.recordHash'), <Hash value={opening.recordSha256} />],
            ]}
          />
        )}
        {!over && (
          <div className="columns">
            <Panel title={t(opening?.record ? 'hall.prices' : 'hall.queue')}>{opening ? <Queue opening={opening} /> : <p>{t('hall.secret')}</p>}</Panel>
            <div>
              {opening?.trustees && (
                <Panel title={t('opening.trustees', { ns: 'common' })}>
                  <TrusteesReleased trustees={opening.trustees} />
                  {own && opening.status === 'decrypting' && <Link to={`/trustee/tenders/${encodeURIComponent(tender.code)}`}>{t('hall.release')}</Link>}
                </Panel>
              )}
              {opening && can('bid.read') && <Decrypt tender={tender} opening={opening} />}
              <Host tender={tender} opening={opening} />
              {opening?.startedAt && <Concluding tender={tender} />}
              {(!opening?.startedAt || opening.roomId) && (
                <Panel title={t('hall.events')}>
                  <Events events={room.events} />
                </Panel>
              )}
            </div>
          </div>
        )}
        <p>
          <Link to="/account">{t('hall.back')}</Link>
        </p>
      </Page>
    </main>
  );
}

/** The opening hall: one address for all, live for those who are in it. */
export function HallPage() {
  const { code = '' } = useParams();
  const tender = useTender(code, true);
  const opening = useOpening(tender.data?.id);
  return <Loaded query={tender}>{(found) => <Loaded query={opening}>{(state) => <Whole tender={found} opening={state} />}</Loaded>}</Loaded>;
}

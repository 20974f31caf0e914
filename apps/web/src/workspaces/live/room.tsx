import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Evaluation, useEvaluation } from '../../features/evaluation/progress';
import { Rejections } from '../../features/evaluation/rejections';
import { type Tender, useTender } from '../../features/tender/api';
import { Holds } from '../../features/tender/parts';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { useMe } from '../../lib/session';
import { say, useRoom } from '../../lib/socket';
import { useQueryClient } from '@tanstack/react-query';
import { ActPanel, Hindered } from '../../ui/act';
import { DemoBand } from '../../ui/demo-band';
import { Reader } from '../../ui/documents/reader';
import { ReadingProvider, shelfOf, useReading } from '../../ui/documents/reading';
import { Loaded, Page, Panel } from '../../ui/page';
import { Chip } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { ServerClock } from '../../ui/time';
import { Events, LinkState } from './parts';
import { Judging } from './judging';
import { AskReplacement, Leaving } from './leaving';
import { Report } from './report';
import { Review } from './review';
import { Scoring } from './scoring';
import { Untying } from './untying';
import './texts';

const STEPS = ['assembling', 'electing', 'reviewing', 'scoring', 'signing', 'signed'] as const;
/** Whether there is still competition is judged within the preliminary review (O12 27), and equals are ordered within the detailed evaluation. */
const WITHIN: Readonly<Record<string, (typeof STEPS)[number]>> = { judging: 'reviewing', untying: 'scoring', ended: 'signed' };
const stepOf = (status: string) => WITHIN[status] ?? (status as (typeof STEPS)[number]);
/** What was gone through: an evaluation that ended because no bid was left went no further than the review. */
const isPast = (status: string, i: number) => i < STEPS.indexOf(status === 'ended' ? 'scoring' : stepOf(status));
const OVER = new Set(['signed', 'ended']);

const NONE: NonNullable<Evaluation['documents']> = [];

type Seated = Evaluation & { id: string; own: NonNullable<Evaluation['own']> };

/** Check-in, then the pledge; a tie to a bidder that is declared here ends the seat without blame. */
function Entering({ evaluation }: { evaluation: Seated }) {
  const { t } = useTranslation('live');
  const checkIn = useAct((_: string) => say('expert.check-in', { evaluationId: evaluation.id }));
  const pledge = useAct((_: string) => say('expert.pledge', { evaluationId: evaluation.id }));
  if (!evaluation.own.checkedIn) return <ActPanel what={t('room.checkInWhat')} act={t('room.checkIn')} onAct={(key) => checkIn.mutate(key)} busy={checkIn.isPending} error={checkIn.error} />;
  if (evaluation.own.pledged) return <p>{t('room.waitAssemble')}</p>;
  return (
    <>
      {evaluation.bids && (
        <Panel title={t('room.parties')}>
          <ul>
            {evaluation.bids.map(({ bidId, bidder }) => (
              <li key={bidId}>
                <bdi>{bidder}</bdi>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <ActPanel what={t('room.pledgeWhat')} article={t('room.pledgeArticle')} act={t('room.pledge')} onAct={(key) => pledge.mutate(key)} busy={pledge.isPending} error={pledge.error} />
    </>
  );
}

/** A secret vote for the leader among the experts. */
function Electing({ evaluation }: { evaluation: Seated }) {
  const { t } = useTranslation('live');
  const vote = useAct((seat: string) => say('leader.elect', { evaluationId: evaluation.id, seat }));
  const experts = (evaluation.members ?? []).filter(({ kind }) => kind === 'expert');
  const own = evaluation.own.vote;
  return (
    <Panel title={t('room.elect')}>
      <p>{t('room.electHelp')}</p>
      <Failure error={vote.error} />
      {own && <p role="status">{t('room.voted', { seat: own })}</p>}
      <div className="act-buttons">
        {experts.map(({ seat }) => (
          <button key={seat} type="button" className="ant-btn ant-btn-default" disabled={vote.isPending || seat === own} onClick={() => vote.mutate(seat)}>
            {t('room.voteFor', { seat })}
          </button>
        ))}
      </div>
    </Panel>
  );
}

function Present({ evaluation }: { evaluation: Seated }) {
  const { t } = useTranslation('live');
  return (
    <ul className="room-bids">
      {evaluation.freeSeats?.map((seat) => (
        <li key={seat}>
          {seat} <Chip tone="warning">{t('room.free')}</Chip>
        </li>
      ))}
      {evaluation.members?.map(({ seat, checkedIn, handedIn, signed }) => (
        <li key={seat}>
          {seat} {evaluation.leader === seat && t('room.leader')}{' '}
          <Chip tone={signed || handedIn ? 'success' : checkedIn ? 'info' : 'neutral'}>{t(signed ? 'room.signed' : handedIn ? 'room.handedIn' : checkedIn ? 'room.present' : 'room.absent')}</Chip>
        </li>
      ))}
    </ul>
  );
}

function Step({ evaluation }: { evaluation: Seated }) {
  const { t } = useTranslation('live');
  if (evaluation.status === 'assembling') return <Entering evaluation={evaluation} />;
  if (evaluation.status === 'electing') return <Electing evaluation={evaluation} />;
  if (evaluation.status === 'reviewing') return <Review evaluation={evaluation} />;
  if (evaluation.status === 'judging') return <Judging evaluation={evaluation} />;
  if (evaluation.status === 'scoring') return <Scoring evaluation={evaluation} />;
  if (evaluation.status === 'untying') return <Untying evaluation={evaluation} />;
  if (evaluation.status === 'signing') return <Report evaluation={evaluation} />;
  if (evaluation.status === 'signed') return <p className="done">{t('room.closed')}</p>;
  return (
    <Panel title={t('room.rejectedAllTitle')}>
      <p className="banner banner-warning" role="status">
        {t('room.rejectedAll')}
      </p>
      <Rejections evaluation={evaluation} />
    </Panel>
  );
}

function Whole({ tender, evaluation }: { tender: Tender; evaluation: Evaluation }) {
  const { t } = useTranslation('live');
  const client = useQueryClient();
  const again = () => void client.invalidateQueries({ queryKey: ['evaluation', tender.id] });
  const room = useRoom(evaluation.roomId, again);
  const { id, documents = NONE, tenderDocuments } = evaluation;
  const reading = useReading(useMemo(() => shelfOf(documents, id, tenderDocuments), [documents, id, tenderDocuments]));
  const me = useMe();
  const leads = evaluation.own ? evaluation.own.seat === evaluation.leader : true;
  const mayReplace = evaluation.id && !OVER.has(evaluation.status ?? '') && leads && me.permissions.includes('member.replace');
  const { seated, left } = useSeat(evaluation, me.accountId);
  return (
    <ReadingProvider value={reading}>
      <main id="main" className="app-main page-wide">
        <DemoBand />
        <Page
          title={t('room.title', { title: tender.title })}
          status={
            <>
              {seated && <Chip tone="info">{t('room.seat', { seat: seated.own.seat })}</Chip>} {!seated && <Chip tone="neutral">{t('room.readOnly')}</Chip>} <ServerClock />
            </>
          }
        >
          <LinkState room={room} shown={Boolean(evaluation.roomId) && !OVER.has(evaluation.status ?? '')} />
          <Holds tender={tender} />
          {evaluation.status && (
            <ol className="stepper" aria-label={t('room.steps')}>
              {STEPS.map((name, i) => (
                <li key={name} aria-current={name === stepOf(evaluation.status!) ? 'step' : undefined} className={isPast(evaluation.status!, i) ? 'past' : undefined}>
                  {t(`room.step.${name}`)}
                </li>
              ))}
            </ol>
          )}
          {evaluation.freeSeats && evaluation.freeSeats.length > 0 && (
            <p className="banner banner-warning" role="status">
              {t('room.waitSeat', { seats: evaluation.freeSeats.join(t('event.and')) })}
            </p>
          )}
          {left && (
            <p className="done" role="status">
              {t('leaving.done')}
            </p>
          )}
          <Hindered value={tender.holds.some(({ kind }) => kind === 'HS') ? t('room.held') : undefined}>
            {seated && <Step evaluation={seated} />}
            {!seated && !left && <Watching evaluation={evaluation} />}
            {seated?.own.checkedIn && !OVER.has(evaluation.status ?? '') && <Leaving evaluation={seated} />}
            {mayReplace && <AskReplacement evaluation={evaluation as Evaluation & { id: string }} />}
          </Hindered>
          <details>
            <summary>{t('room.people')}</summary>
            {seated && <Present evaluation={seated} />}
            <Events events={room.events} />
          </details>
          <p>
            <Link to="/account">{t('hall.back')}</Link>
          </p>
        </Page>
      </main>
    </ReadingProvider>
  );
}

/**
 * The own seat, and whether it was left. Whose session ended is answered as a stranger is, who has none: until it is known that he is still himself, the page stays as it was
 * with what he typed, and he is asked to sign in over it.
 */
function useSeat(evaluation: Evaluation, me: string): { seated: Seated | undefined; left: boolean } {
  const client = useQueryClient();
  const now = evaluation.own && evaluation.id ? (evaluation as Seated) : undefined;
  const [last, setLast] = useState<Seated>();
  const [left, setLeft] = useState(false);
  if (now && now !== last) {
    setLast(now);
    setLeft(false);
  }
  const missing = last !== undefined && !now;
  useEffect(() => {
    if (!missing) return;
    let gone = false;
    client.fetchQuery({ queryKey: ['me'], queryFn: () => api.get('/api/me'), retry: false, staleTime: 0 }).then(
      ({ accountId }) => gone || setLeft(accountId === me),
      () => undefined, // signed out, or the line is cut: his seat may be his
    );
    return () => void (gone = true);
  }, [missing, evaluation, client, me]);
  return { seated: now ?? (left ? undefined : last), left };
}

/** Whoever has no seat reads the documents, where he may, and changes nothing. */
function Watching({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation('live');
  return (
    <>
      <p>{t('room.watching')}</p>
      {evaluation.documents && (
        <Panel title={t('document.title')}>
          <Reader />
        </Panel>
      )}
    </>
  );
}

/** The evaluation room: the same address for members, and read-only for the bureau. */
export function RoomPage() {
  const { t } = useTranslation('live');
  const { code = '' } = useParams();
  const tender = useTender(code, true);
  const evaluation = useEvaluation(tender.data?.id, 3000);
  return (
    <Loaded query={tender}>{(found) => <Loaded query={evaluation}>{(state) => (state ? <Whole tender={found} evaluation={state} /> : <p className="empty">{t('room.none')}</p>)}</Loaded>}</Loaded>
  );
}

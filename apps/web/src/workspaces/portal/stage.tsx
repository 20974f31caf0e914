import type { ReactNode } from 'react';
import { movedTimes } from '../../features/tender/moved';
import { invites } from '../../features/tender/procedures';
import { standsStill, type Step } from '../../features/tender/stages';
import { Chip, Facts, Foreign, Hash, Money, PlainTable, Size, type Tone, When } from '../../ui/plain';
import { usePage } from './context';
import { NoticePage } from '../../ui/blocks';
import { pointOf, type StagePoint, type Whole } from './timeline';
import type { Award, RecordedBid, Tender } from './types';

const TONE: Record<StagePoint['state'], Tone> = { done: 'success', now: 'info', held: 'held', next: 'neutral', broken: 'error', stopped: 'error' };

/** One point of the timeline: what, when, by which article; the present one stands open, the past ones fold. */
export function Stage({ step, whole }: { step: Step; whole: Whole }) {
  const { t, cite, language, now } = usePage();
  const point = pointOf(step, whole, now);
  const body = BODIES[step](whole);
  const running = point.state === 'now';
  const present = running || point.state === 'held';
  const heading = (
    <>
      <Chip tone={TONE[point.state]}>{t(`step.${point.state}`)}</Chip> <strong>{t(step === 'notice' && invites(whole.tender.procedure) ? 'step.letter' : `step.${step}`)}</strong>
    </>
  );
  return (
    <li className={`stage stage-${point.state}`} id={step}>
      {body ? (
        <details open={present || step === 'documents' || (point.state === 'done' && OPEN_WHEN_DONE.has(step))}>
          <summary>{heading}</summary>
          {body}
        </details>
      ) : (
        <p>{heading}</p>
      )}
      <p className="meta">
        {point.at && <When at={point.at} language={language} />}
        {point.until && (
          <>
            {' '}
            {t('step.until')} <When at={point.until} language={language} countdown={running} />
          </>
        )}
        {!point.at && !point.until && t(point.state === 'stopped' ? 'step.never' : 'step.later')}
        {point.article && ` · ${cite(point.article)}`}
      </p>
    </li>
  );
}

/** What the public looks for once it is known stands open. */
const OPEN_WHEN_DONE: ReadonlySet<Step> = new Set(['opening', 'publicity', 'award', 'contract']);

const BODIES: Record<Step, (whole: Whole) => ReactNode> = {
  notice: ({ notice }) => notice && <Notice notice={notice} />,
  documents: ({ tender }) => <Documents tender={tender} />,
  questions: ({ tender }) => (tender.questions.length > 0 || tender.amendments.length > 0) && <Questions tender={tender} />,
  bidding: ({ tender }) => tender.status === 'bidding' && <Secrets />,
  opening: (whole) => whole.opening && <OpeningBody whole={whole} />,
  evaluation: (whole) => (whole.draws.length > 0 || whole.evaluation) && <EvaluationBody whole={whole} />,
  publicity: ({ award }) => award?.candidates && <Candidates award={award} />,
  award: ({ award }) => award?.noticedAt && <AwardBody award={award} />,
  contract: ({ award }) => award?.contractPriceFen && <ContractBody award={award} />,
};

function Notice({ notice }: { notice: NonNullable<Whole['notice']> }) {
  const { language } = usePage();
  return <NoticePage notice={notice} language={language} />;
}

function Documents({ tender }: { tender: Tender }) {
  const { t } = usePage();
  if (tender.documents.length === 0) return <p className="empty">{t('documents.none')}</p>;
  return (
    <>
      <PlainTable
        caption={t('documents.caption')}
        rows={tender.documents}
        keyOf={({ id }) => id}
        columns={[
          { head: t('documents.name'), cell: ({ name }) => <Foreign>{name}</Foreign> },
          { head: t('documents.size'), cell: ({ size }) => <Size of={size} />, numeric: true },
          { head: 'SHA-256', cell: ({ sha256 }) => <Hash value={sha256} /> },
        ]}
      />
      {!standsStill('documentsUntil', tender.holds) && (
        <p>
          <a className="button" href={`/bidder/find/${encodeURIComponent(tender.code)}`}>
            {t('documents.download')}
          </a>
        </p>
      )}
    </>
  );
}

function Questions({ tender }: { tender: Tender }) {
  const { t, language } = usePage();
  return (
    <>
      {tender.amendments.map((amendment) => (
        <section key={amendment.number}>
          <h3>
            {t(`amendment.${amendment.kind}`)} {amendment.number}
          </h3>
          <p className="meta">
            <When at={amendment.publishedAt} language={language} />
          </p>
          <p className="own-lines">
            <Foreign>{amendment.text}</Foreign>
          </p>
          {movedTimes(amendment).map(({ name, from, to }) => (
            <p key={name}>
              {t(`amendment.moved.${name}`)} <When at={to} language={language} />
              {t('amendment.was')} <When at={from} language={language} />
            </p>
          ))}
        </section>
      ))}
      {tender.questions.length > 0 && <h3>{t('questions.title')}</h3>}
      <dl className="questions">
        {tender.questions.map((question) => (
          <div key={question.id}>
            <dt className="own-lines">
              <Foreign>{question.text}</Foreign>
            </dt>
            <dd className="own-lines">{question.answer ? <Foreign>{question.answer}</Foreign> : t('questions.open')}</dd>
          </div>
        ))}
      </dl>
      {tender.nextQuestions && (
        <p>
          <a className="button quiet" rel="next" href={`?questions=${tender.nextQuestions}`}>
            {t('filter.next')}
          </a>
        </p>
      )}
    </>
  );
}

function Secrets() {
  const { t, cite } = usePage();
  return (
    <p>
      {t('bidding.secret')}
      {t('brackets', { ns: 'terms', text: `${cite('O20-21')} · ${cite('O20-27')}` })}
    </p>
  );
}

function recordedBids(record: string): RecordedBid[] {
  return (JSON.parse(record) as { bids: RecordedBid[] }).bids;
}

function OpeningBody({ whole: { opening, tender } }: { whole: Whole }) {
  const { t, language } = usePage();
  const { record, recordSha256, bidders = [], sealedSet, bids, trustees } = opening!;
  return (
    <>
      <Facts
        rows={[
          bids !== undefined && [t('opening.bids'), String(bids)],
          sealedSet && [t('opening.root'), <Hash value={sealedSet.root} />],
          opening!.status !== 'concluded' &&
            opening!.windowEndsAt && [t('opening.window'), <When at={opening!.windowEndsAt} language={language} countdown={!standsStill('windowEndsAt', tender.holds)} />],
        ]}
      />
      {trustees && (
        <PlainTable
          caption={t('opening.trustees', { k: trustees.threshold, n: trustees.people.length })}
          rows={trustees.people}
          keyOf={(_, i) => String(i)}
          columns={[
            { head: t('opening.trustee'), cell: ({ name }) => <Foreign>{name}</Foreign> },
            { head: t('opening.organisation'), cell: ({ organisation }) => <Foreign>{organisation}</Foreign> },
            { head: t('opening.state'), cell: ({ released }) => t(released ? 'opening.released' : 'opening.awaited') },
          ]}
        />
      )}
      {record && <Prices bids={recordedBids(record)} sha256={recordSha256 ?? ''} />}
      {!record && bidders.length > 0 && (
        <PlainTable
          caption={t('opening.queue')}
          rows={bidders}
          keyOf={({ bidder }) => bidder}
          columns={[
            { head: t('opening.bidder'), cell: ({ bidder }) => <Foreign>{bidder}</Foreign> },
            { head: t('opening.state'), cell: ({ priced, decrypted }) => t(decrypted ? 'opening.decrypted' : priced ? 'opening.priced' : 'opening.waiting') },
          ]}
        />
      )}
    </>
  );
}

function Prices({ bids, sha256 }: { bids: readonly RecordedBid[]; sha256: string }) {
  const { t, language } = usePage();
  return (
    <>
      <PlainTable
        caption={t('opening.record')}
        rows={bids}
        keyOf={(_, i) => String(i)}
        columns={[
          { head: t('opening.number'), cell: (_, i) => i + 1 },
          { head: t('opening.bidder'), cell: ({ bidder }) => <Foreign>{bidder}</Foreign> },
          { head: t('opening.price'), cell: ({ priceFen, cause }) => (priceFen ? <Money fen={priceFen} language={language} /> : <Foreign>{cause ?? ''}</Foreign>), numeric: true },
          bids.some((bid) => bid.durationDays) && { head: t('opening.days'), cell: ({ durationDays }) => durationDays ?? '', numeric: true },
        ]}
      />
      <p className="meta">
        {t('opening.recordHash')} <Hash value={sha256} />
      </p>
    </>
  );
}

function EvaluationBody({ whole: { draws, evaluation } }: { whole: Whole }) {
  const { t, language } = usePage();
  const committee = evaluation?.committee;
  return (
    <>
      {committee && <p>{t('evaluation.committee', committee)}</p>}
      {!evaluation?.signedAt && <p>{t('evaluation.secret')}</p>}
      {draws.map((draw) => (
        <section key={draw.drawId}>
          <h3>{t('draw.title')}</h3>
          <Facts
            rows={[
              draw.status && [t('draw.state'), t(`draw.status.${draw.status}`, { defaultValue: draw.status })],
              draw.frozenAt && [t('draw.frozen'), <When at={draw.frozenAt} language={language} />],
              draw.drawnAt && [t('draw.drawn'), <When at={draw.drawnAt} language={language} />],
              [t('draw.list'), <Hash value={draw.listHash} />],
              draw.record && [t('draw.seed'), <Hash value={draw.record.seed} />],
            ]}
          />
          {draw.record && <p>{t('draw.again')}</p>}
        </section>
      ))}
    </>
  );
}

function Candidates({ award }: { award: Award }) {
  const { t, language } = usePage();
  const candidates = award.candidates!;
  const ranked = candidates.some((one) => one.rank !== null);
  return (
    <>
      {!ranked && <p>{t('candidates.unranked')}</p>}
      <PlainTable
        caption={t('candidates.caption')}
        rows={candidates}
        keyOf={({ bidId }) => bidId}
        columns={[
          ranked && { head: t('candidates.rank'), cell: ({ rank }) => rank },
          { head: t('opening.bidder'), cell: ({ bidder }) => <Foreign>{bidder}</Foreign> },
          { head: t('opening.price'), cell: ({ priceFen }) => <Money fen={priceFen} language={language} />, numeric: true },
          award.decision != null && { head: t('candidates.votes'), cell: ({ bidId }) => award.decision!.votes[bidId] ?? 0, numeric: true },
        ]}
      />
      <Fallen award={award} />
      {award.reportSha256 && (
        <p className="meta">
          {t('candidates.report')} <Hash value={award.reportSha256} />
        </p>
      )}
    </>
  );
}

/** Who is no candidate any more, and which notices are void; whoever read them before reads it here. */
function Fallen({ award: { candidates = [], fallen = [], lost = [] } }: { award: Award }) {
  const { t, language } = usePage();
  if (fallen.length === 0) return null;
  return (
    <>
      <h3>{t('award.fallen', { ns: 'common' })}</h3>
      <ul>
        {fallen.map(({ bidId, cause }) => (
          <li key={bidId}>
            <Foreign>{candidates.find((one) => one.bidId === bidId)?.bidder ?? ''}</Foreign> {t(`award.cause.${cause}`, { ns: 'common' })}
          </li>
        ))}
        {lost.map(({ bidder, priceFen, noticeSha256, noticedAt, lostAt }) => (
          <li key={noticeSha256}>
            {t('award.void', { ns: 'common' })} <Foreign>{bidder}</Foreign> <Money fen={priceFen} language={language} /> <When at={noticedAt} language={language} /> –{' '}
            <When at={lostAt} language={language} /> <Hash value={noticeSha256} />
          </li>
        ))}
      </ul>
    </>
  );
}

function AwardBody({ award }: { award: Award }) {
  const { t, language } = usePage();
  return (
    <Facts
      rows={[
        award.winner && [t('award.winner'), <Foreign>{award.winner}</Foreign>],
        award.priceFen && [t('award.price'), <Money fen={award.priceFen} language={language} />],
        award.decision && [t('award.basis'), <Foreign>{award.decision.basis}</Foreign>],
        award.noticeSha256 && [t('award.notice'), <Hash value={award.noticeSha256} />],
      ]}
    />
  );
}

function ContractBody({ award }: { award: Award }) {
  const { t, language } = usePage();
  return <Facts rows={[[t('contract.price'), <Money fen={award.contractPriceFen!} language={language} />]]} />;
}

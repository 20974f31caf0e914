import type { TenderNotice } from '@kernel';
import { countsDown, type Step, STEPS } from '../../../features/tender/stages';
import { PlanView } from '../../../features/tender/plan-view';
import { Chip, Facts, Foreign, Money, When } from '../../../ui/plain';
import { type PageContext, usePage } from '../context';
import { regionOf, StatusChip } from '../list';
import type { PageOf } from '../page';
import type { Read } from '../portal';
import { Stage } from '../stage';
import { nowOf, type Whole } from '../timeline';
import type { Award, Draw, Evaluation, Opening, Tender } from '../types';

/** Each bidder his own, or which trustees together. */
function OpenedBy({ tender: { trustees } }: { tender: Tender }) {
  const { t } = usePage();
  if (!trustees) return t('opener.bidders');
  return (
    <>
      {t('opener.trustees', { k: trustees.threshold, n: trustees.people.length })}
      {trustees.people.map(({ name, organisation }, i) => (
        <span key={i}>
          <br />
          <Foreign>{name}</Foreign> · <Foreign>{organisation}</Foreign>
        </span>
      ))}
    </>
  );
}

function Head({ tender }: { tender: Tender }) {
  const { t, language } = usePage();
  return (
    <>
      <h1>
        <Foreign>{tender.title}</Foreign>
      </h1>
      <Facts
        rows={[
          [t('tender.code'), <span className="code">{tender.code}</span>],
          [t('tender.tenderer'), <Foreign>{tender.tenderer}</Foreign>],
          tender.agency && [t('tender.agency'), <Foreign>{tender.agency}</Foreign>],
          [t('tender.where'), `${regionOf(t, tender.region)} · ${t(`category.${tender.category}`, { ns: 'terms' })} · ${t(`method.${tender.method}`, { ns: 'terms' })}`],
          [t('tender.ceiling'), tender.ceilingFen ? <Money fen={tender.ceilingFen} language={language} /> : t('tender.noCeiling')],
          [t('opener.label'), <OpenedBy tender={tender} />],
          [t('tender.deadline'), <When at={tender.deadline} language={language} countdown={countsDown('deadline', tender)} />],
        ]}
      />
    </>
  );
}

/** The present in one sentence, and how long it still runs. */
function NowStrip({ whole }: { whole: Whole }) {
  const { t, cite, language, now } = usePage();
  const { tender } = whole;
  const { key, until } = nowOf(whole, now);
  return (
    <section className={`now now-${tender.status}`} aria-labelledby="now">
      <h2 id="now">{t('tender.now')}</h2>
      <p>
        <StatusChip status={tender.status} held={tender.held} /> {t(`now.${key}`)}
        {until && <When at={until} language={language} countdown />}
      </p>
      {tender.endReason && (
        <p>
          {t('tender.endReason')} <Foreign>{tender.endReason}</Foreign> {tender.endArticle && t('brackets', { ns: 'terms', text: cite(tender.endArticle) })}
        </p>
      )}
      {tender.holds.map((hold, i) => (
        <p key={i}>
          <Chip tone="held">{t('tender.held')}</Chip> {t(`hold.${hold.kind}`, { ns: 'terms', defaultValue: hold.kind })}
          {t('brackets', { ns: 'terms', text: cite(hold.article) })}
        </p>
      ))}
    </section>
  );
}

function Objecting({ whole }: { whole: Whole }) {
  const { t, href } = usePage();
  return (
    <section aria-labelledby="object">
      <h2 id="object">{t('tender.objecting')}</h2>
      <p>{t(whole.award?.publicityUntil ? 'tender.objectResult' : 'tender.objectDocuments')}</p>
      <p>
        <a href={href('/complaints')}>{t('tender.objectHow')}</a>
      </p>
    </section>
  );
}

function TenderPage({ whole }: { whole: Whole }) {
  const { t, language } = usePage();
  const { tender } = whole;
  return (
    <article data-tender={tender.id} data-status={tender.status}>
      <p className="hint" data-changed hidden>
        <a href="?">{t('tender.changed')}</a>
      </p>
      <Head tender={tender} />
      <NowStrip whole={whole} />
      <h2>{t('tender.timeline')}</h2>
      <ol className="timeline">
        {STEPS.map((step: Step) => (
          <Stage key={step} step={step} whole={whole} />
        ))}
      </ol>
      {tender.plan && (
        <section aria-labelledby="plan">
          <h2 id="plan">{t('plan.title', { ns: 'terms' })}</h2>
          <PlanView plan={tender.plan} candidateLimit={tender.candidateLimit} t={t} />
        </section>
      )}
      <Objecting whole={whole} />
      <p className="meta">
        <a href={`/api/tenders/${tender.id}`}>JSON</a> · {t('tender.asOf')} <When at={tender.serverTime} language={language} />
      </p>
    </article>
  );
}

/** Of many questions one page is drawn, which the address names. */
async function withQuestions(tender: Tender, { query }: PageContext, read: Read): Promise<Tender> {
  if (!tender.moreQuestions) return tender;
  const asked = query.get('questions') ?? '';
  const after = /^[0-9a-f-]{36}$/.test(asked) ? asked : undefined;
  const page = await read<{ items: Tender['questions']; next: string | null }>(`/api/tenders/${tender.id}/questions${after ? `?${new URLSearchParams({ after })}` : ''}`);
  return { ...tender, questions: page?.items ?? [], nextQuestions: page?.next ?? null };
}

export const tenderPage: PageOf = async (context: PageContext, read, code) => {
  const found = await read<Tender>(`/api/tenders/${code}`);
  if (!found) return undefined;
  const tender = await withQuestions(found, context, read);
  const of = `/api/tenders/${tender.id}`;
  const began = tender.status !== 'bidding';
  const later = async <T,>(path: string): Promise<T | undefined> => (began ? read<T>(of + path) : undefined);
  const [notice, opening, evaluation, award, draws] = await Promise.all([
    read<TenderNotice | string>(`${of}/notice`),
    later<Opening>('/opening'),
    later<Evaluation>('/evaluation'),
    later<Award>('/award'),
    later<Draw[]>('/draws'),
  ]);
  const whole: Whole = { tender, notice, opening, evaluation, award, draws: draws ?? [] };
  return { title: tender.title, description: `${tender.code} ${tender.tenderer} ${tender.scope}`.slice(0, 200), content: <TenderPage whole={whole} /> };
};

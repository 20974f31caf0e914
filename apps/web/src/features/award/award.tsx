import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import { useAct } from '../../lib/act';
import { type Answer, api, type Input, ProblemError } from '../../lib/api/client';
import { back, useDraft } from '../../lib/draft';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { ActPanel } from '../../ui/act';
import { Exclude, Fallen, Retender, standing } from './fallen';
import { AskedNote } from '../../ui/asked';
import { AwardLetter } from '../../ui/blocks';
import { Form, SelectField, TextField } from '../../ui/form';
import { Offered, OnLot } from '../../ui/offered';
import { Panel } from '../../ui/page';
import { Facts, Foreign, Hash } from '../../ui/plain';
import { Saved } from '../../ui/saved';
import { DataTable } from '../../ui/table';
import { At, Until } from '../../ui/time';

export type Award = Answer<'/api/tenders/{id}/award'>;
type Tender = Pick<Answer<'/api/tenders/{id}'>, 'id' | 'code' | 'allowedActs' | 'status' | 'held' | 'method'>;

export const useAward = (tenderId: string) =>
  useQuery({
    queryKey: ['award', tenderId],
    queryFn: () =>
      api.get('/api/tenders/{id}/award', { path: { id: tenderId } }).catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }),
    refetchInterval: 5000,
  });

export function AwardFacts({ award }: { award: Award }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      <Facts
        rows={[
          award.publicityUntil && [t('award.publicity'), <Until at={award.publicityUntil} />],
          award.winner && [t('award.winner'), <Foreign>{award.winner}</Foreign>],
          award.priceFen && [t('award.price'), money(award.priceFen, language)],
          award.noticedAt && [t('award.noticed'), <At at={award.noticedAt} />],
          award.noticeSha256 && [t('award.noticeHash'), <Hash value={award.noticeSha256} />],
          award.contractSignedAt && [t('award.contract'), <At at={award.contractSignedAt} />],
          award.contractPriceFen && [t('award.contractPrice'), money(award.contractPriceFen, language)],
        ]}
      />
      {award.candidates && (
        <DataTable
          caption={t('award.candidates')}
          rows={award.candidates}
          keyOf={({ bidId }) => bidId}
          empty={t('award.noCandidates')}
          columns={[
            award.candidates.some(({ rank }) => rank !== null) && { key: 'rank', title: t('award.rank'), render: ({ rank }) => rank },
            { key: 'bidder', title: t('award.bidder'), render: ({ bidder }) => <Foreign>{bidder}</Foreign> },
            { key: 'price', title: t('award.price'), render: ({ priceFen }) => money(priceFen, language), numeric: true },
            award.decision != null && { key: 'votes', title: t('award.votes'), render: ({ bidId }) => award.decision!.votes[bidId] ?? 0, numeric: true },
          ]}
        />
      )}
      {award.notice && (
        <details>
          <summary>{t('award.letter')}</summary>
          <AwardLetter statement={award.notice} language={language} />
        </details>
      )}
      <Fallen award={award} />
    </>
  );
}

/** An act with no further content: publish the candidates, issue the notice. */
function Simple({ name, path, tender }: { name: 'candidates' | 'notice'; path: '/api/tenders/{id}/candidates' | '/api/tenders/{id}/award-notice'; tender: Tender }) {
  const { t } = useTranslation();
  const act = useAct((key: string) => api.post(path, { path: { id: tender.id }, key }));
  if (act.data) return <AskedNote asked={act.data} onAgain={act.reset} />;
  return <ActPanel what={t(`award.${name}What`)} article={t(`award.${name}Article`)} act={t(`award.${name}Act`)} onAct={(key) => act.mutate(key)} busy={act.isPending} error={act.error} />;
}

interface Voter {
  name: string;
  position: string;
  vote: string;
}
const VOTERS = 7;

/** The decision meeting where evaluation and award are separated: who voted for whom, then the winner. */
function Voters({ voters, candidates, onChange }: { voters: readonly Voter[]; candidates: NonNullable<Award['candidates']>; onChange(voters: Voter[]): void }) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<Voter>) => onChange(voters.map((voter, i) => (i === at ? { ...voter, ...part } : voter)));
  return voters.map((voter, i) => (
    <fieldset className="voter" key={i}>
      <legend>{t('award.voter', { n: i + 1 })}</legend>
      <TextField name={`/decision/members/${i}/name`} label={t('award.voterName')} value={voter.name} onChange={(name) => change(i, { name })} maxLength={100} />
      <TextField name={`/decision/members/${i}/position`} label={t('award.voterPosition')} value={voter.position} onChange={(position) => change(i, { position })} maxLength={100} />
      <SelectField
        name={`/decision/members/${i}/vote`}
        label={t('award.vote')}
        value={voter.vote}
        onChange={(vote) => change(i, { vote })}
        empty={t('award.choose')}
        options={candidates.map(({ bidId, bidder }) => ({ value: bidId, text: bidder }))}
      />
    </fieldset>
  ));
}

function FixWinner({ tender, award }: { tender: Tender; award: Award }) {
  const { t } = useTranslation();
  const candidates = standing(award);
  const unranked = tender.method === 'decision';
  const draft = useDraft(`winner.${tender.id}`, {
    bidId: candidates[0]?.rank ? candidates[0].bidId : '',
    place: '',
    members: Array.from({ length: VOTERS }, (): Voter => ({ name: '', position: '', vote: '' })),
  });
  const { value: form, set } = draft;
  const fix = useAct((_: void) => {
    const body: Input<'/api/tenders/{id}/winner'> = { bidId: form.bidId, ...(unranked ? { decision: { place: form.place, members: form.members } } : {}) };
    return api.post('/api/tenders/{id}/winner', { path: { id: tender.id }, body });
  }, draft.forget);
  if (fix.data) return <AskedNote asked={fix.data} onAgain={back(draft, fix)} />;
  return (
    <Form label={t('award.fixAct')} error={fix.error} onSubmit={() => fix.mutate()}>
      <p>{t(unranked ? 'award.fixDecision' : 'award.fixRanked')}</p>
      {unranked && <TextField name="/decision/place" label={t('award.place')} value={form.place} onChange={(place) => set((before) => ({ ...before, place }))} />}
      {unranked && <Voters voters={form.members} candidates={candidates} onChange={(members) => set((before) => ({ ...before, members }))} />}
      <SelectField
        name="/bidId"
        label={t('award.winner')}
        value={form.bidId}
        onChange={(bidId) => set((before) => ({ ...before, bidId }))}
        empty={t('award.choose')}
        options={candidates.map(({ bidId, bidder, rank }) => ({ value: bidId, text: rank ? `${rank}. ${bidder}` : bidder }))}
      />
      <Saved draft={draft} />
      <Button type="primary" htmlType="submit" loading={fix.isPending}>
        {t('award.fixAct')}
      </Button>
    </Form>
  );
}

function Contract({ tender, award }: { tender: Tender; award: Award }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const draft = useDraft(`contract.${tender.id}`, { text: '' });
  const { text } = draft.value;
  const { priceFen = null } = award; // of an award that fell nothing can be signed
  const sign = useAct((key: string) => api.post('/api/tenders/{id}/contract', { path: { id: tender.id }, body: { priceFen: priceFen ?? '0', text }, key }), draft.forget);
  if (sign.data) return <AskedNote asked={sign.data} onAgain={back(draft, sign)} />;
  return (
    <>
      <TextField
        name="/text"
        label={t('award.contractText')}
        help={priceFen !== null && t('award.contractHelp', { price: money(priceFen, language) })}
        value={text}
        onChange={(value) => draft.set(() => ({ text: value }))}
        rows={4}
        maxLength={20_000}
      />
      <Saved draft={draft} />
      <ActPanel
        what={t('award.contractWhat')}
        article={t('award.contractArticle')}
        act={t('award.contractAct')}
        onAct={(key) => sign.mutate(key)}
        busy={sign.isPending}
        error={sign.error}
        hindrance={text.trim() ? undefined : t('award.contractNeedsText')}
      />
    </>
  );
}

type Objection = Extract<Award['objections'], unknown[]>[number];

function AnswerObjection({ objection }: { objection: Objection }) {
  const { t } = useTranslation();
  const draft = useDraft(`reply.${objection.id}`, { text: '' });
  const send = useAct((_: void) => api.post('/api/objections/{id}/answer', { path: { id: objection.id }, body: { answer: draft.value.text } }), draft.forget);
  if (send.data) return <AskedNote asked={send.data} onAgain={back(draft, send)} />;
  return (
    <Form label={t('award.answerObjection')} error={send.error} onSubmit={() => send.mutate()}>
      <TextField name="/answer" label={t('award.answerObjection')} value={draft.value.text} onChange={(text) => draft.set(() => ({ text }))} rows={3} maxLength={5000} />
      <Saved draft={draft} />
      <Button htmlType="submit" loading={send.isPending}>
        {t('award.answerObjection')}
      </Button>
    </Form>
  );
}

/** To the tenderer's side and the bureau all, to who objected his own: the answer is owed to him, and his time to complain runs from it (TBR 54, 60). */
export function Objections({ award, may = false }: { award: Award; may?: boolean }) {
  const { t } = useTranslation();
  const shown = Array.isArray(award.objections) ? award.objections : (award.ownObjections ?? []);
  if (shown.length === 0) return null;
  return (
    <section>
      <h3>{t('award.objections')}</h3>
      {shown.map((objection) => (
        <div key={objection.id}>
          <p className="own-lines">
            <Foreign>{objection.text}</Foreign> <At at={objection.raisedAt} />
          </p>
          {objection.answer ? (
            <p className="own-lines">
              {t('award.answered')} <Foreign>{objection.answer}</Foreign> {objection.answeredAt && <At at={objection.answeredAt} />}
            </p>
          ) : (
            <p>{t('award.unanswered')}</p>
          )}
          <Offered on={may && !objection.answer}>
            <AnswerObjection objection={objection} />
          </Offered>
        </div>
      ))}
    </section>
  );
}

/** From the report to the contract; each step asked by one person and confirmed by another. */
export function AwardPart({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  const { data: award } = useAward(tender.id);
  return (
    <Panel title={t('award.title')} id="award">
      {award && <AwardFacts award={award} />}
      {award && <Objections award={award} may={tender.allowedActs.includes('objection.answer')} />}
      <OnLot tender={tender} act="candidates.publish">
        <Simple name="candidates" path="/api/tenders/{id}/candidates" tender={tender} />
      </OnLot>
      {award && (
        <OnLot tender={tender} act="award.fix-winner">
          <FixWinner tender={tender} award={award} />
        </OnLot>
      )}
      <OnLot tender={tender} act="award.issue-notice">
        <Simple name="notice" path="/api/tenders/{id}/award-notice" tender={tender} />
      </OnLot>
      {award && (
        <>
          <OnLot tender={tender} act="contract.sign">
            <Contract tender={tender} award={award} />
          </OnLot>
          <OnLot tender={tender} act="candidate.exclude">
            <Exclude tenderId={tender.id} award={award} />
          </OnLot>
          <OnLot tender={tender} act="award.retender" and={(award.fallen?.length ?? 0) > 0}>
            <Retender tenderId={tender.id} />
          </OnLot>
        </>
      )}
    </Panel>
  );
}

export function RaiseObjection({ tenderId }: { tenderId: string }) {
  const { t } = useTranslation();
  const draft = useDraft(`objection.${tenderId}`, { text: '' });
  const raise = useAct((_: void) => api.post('/api/tenders/{id}/objections', { path: { id: tenderId }, body: { text: draft.value.text } }), draft.forget);
  if (raise.data)
    return (
      <div className="done" role="status">
        <h2>{t('award.raised')}</h2>
        <p>{t('award.raisedNext')}</p>
      </div>
    );
  return (
    <Form label={t('award.raise')} error={raise.error} onSubmit={() => raise.mutate()}>
      <TextField name="/text" label={t('award.raise')} help={t('award.raiseHelp')} value={draft.value.text} onChange={(text) => draft.set(() => ({ text }))} rows={4} maxLength={5000} />
      <Saved draft={draft} />
      <Button htmlType="submit" loading={raise.isPending}>
        {t('award.raise')}
      </Button>
    </Form>
  );
}

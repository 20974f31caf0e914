import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { back, useDraft } from '../../lib/draft';
import { AskedNote } from '../../ui/asked';
import { CheckField, Form, TextField } from '../../ui/form';
import { OnLot } from '../../ui/offered';
import { Empty } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { Saved } from '../../ui/saved';
import { At } from '../../ui/time';
import type { Tender } from './api';

type Question = Tender['questions'][number];

/** What changes the tender is asked for as an amendment that answers the question (TBR 21); everything else is an answer at once. */
function AnswerForm({ tenderId, question }: { tenderId: string; question: Question }) {
  const { t } = useTranslation();
  const draft = useDraft(`answer.${question.id}`, { text: '', affects: false });
  const { affects } = draft.value; // decides whether an amendment is due: kept with the text that it belongs to
  const answer = useAct(() => api.post('/api/questions/{id}/answer', { path: { id: question.id }, body: { answer: draft.value.text, affectsBids: false } }), draft.forget);
  const amend = useAct(
    () => api.post('/api/tenders/{id}/amendments', { path: { id: tenderId }, body: { kind: 'amendment', text: draft.value.text, affectsBids: true, questionId: question.id } }),
    draft.forget,
  );
  const act = affects ? amend : answer;
  if (amend.data) return <AskedNote asked={amend.data} onAgain={back(draft, amend)} />;
  return (
    <Form label={t('question.answer')} error={act.error} onSubmit={() => act.mutate()}>
      <TextField
        name="/answer"
        label={t('question.answer')}
        help={t('question.answerHelp')}
        value={draft.value.text}
        onChange={(text) => draft.set((before) => ({ ...before, text }))}
        rows={3}
        maxLength={5000}
      />
      <CheckField name="/affectsBids" label={t('question.affects')} checked={affects} onChange={(on) => draft.set((before) => ({ ...before, affects: on }))} />
      {affects && <p className="help">{t('question.affectsHelp')}</p>}
      <Saved draft={draft} nameOf={(field) => t(field === 'affects' ? 'question.affects' : 'question.answer')} />
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {t(affects ? 'question.amend' : 'question.publish')}
      </Button>
    </Form>
  );
}

/** Questions and their answers; who asked is not shown to anybody (O20 21). */
export function Questions({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  if (tender.moreQuestions) return <Paged tender={tender} />;
  if (tender.questions.length === 0) return <Empty>{t('question.none')}</Empty>;
  return <List tender={tender} questions={tender.questions} />;
}

/** Of many, page by page. */
function Paged({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  const pages = useInfiniteQuery({
    queryKey: ['questions', tender.id],
    queryFn: ({ pageParam }) => api.get('/api/tenders/{id}/questions', { path: { id: tender.id }, query: pageParam ? { after: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  return (
    <>
      <Failure error={pages.error} />
      <List tender={tender} questions={pages.data?.pages.flatMap(({ items }) => items) ?? []} />
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('table.more')}
        </Button>
      )}
    </>
  );
}

function List({ tender, questions }: { tender: Tender; questions: readonly Question[] }) {
  const { t } = useTranslation();
  return (
    <dl className="questions">
      {questions.map((question) => (
        <div key={question.id}>
          <dt className="own-lines">
            <Foreign>{question.text}</Foreign> <small>{<At at={question.askedAt} />}</small>
          </dt>
          <dd className="own-lines">
            {question.answer ? <Foreign>{question.answer}</Foreign> : !tender.allowedActs.includes('tender.answer') && t('question.open')}
            <OnLot tender={tender} act="tender.answer" and={!question.answer}>
              <AnswerForm tenderId={tender.id} question={question} />
            </OnLot>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Ask({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  const draft = useDraft(`ask.${tender.id}`, { text: '' });
  const [sent, setSent] = useState(false);
  const ask = useAct(
    () => api.post('/api/tenders/{id}/questions', { path: { id: tender.id }, body: { text: draft.value.text } }),
    () => {
      draft.forget();
      setSent(true);
    },
  );
  return (
    <Form label={t('question.ask')} error={ask.error} onSubmit={() => ask.mutate()}>
      {sent && <p role="status">{t('question.sent')}</p>}
      <TextField name="/text" label={t('question.ask')} help={t('question.askHelp')} value={draft.value.text} onChange={(text) => draft.set(() => ({ text }))} rows={3} maxLength={2000} />
      <Saved draft={draft} />
      <Button htmlType="submit" loading={ask.isPending}>
        {t('question.send')}
      </Button>
    </Form>
  );
}

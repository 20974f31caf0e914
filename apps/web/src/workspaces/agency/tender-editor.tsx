import { Button } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useProject } from '../../features/intake/projects';
import { LawfulCalendar } from '../../features/tender/lawful-calendar';
import { type Tender, useTender } from '../../features/tender/api';
import { faulty, PARAMETERS, planOf, scores, SCORING, type TypedPlan } from '../../features/tender/plan';
import { PlanView } from '../../features/tender/plan-view';
import { invites } from '../../features/tender/procedures';
import { useAct } from '../../lib/act';
import { api, cut, type Input, request } from '../../lib/api/client';
import { useDraft } from '../../lib/draft';
import { bytes, stamp } from '../../lib/format';
import { parseInstant } from '../../lib/instant';
import { fenOf, Form, InstantField, MoneyField, TextField, type TypedMoney } from '../../ui/form';
import { Loaded, Page } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { Saved } from '../../ui/saved';
import { PlanEditor } from './plan-editor';
import { typedPlan } from './plans';
import { NO_TRUSTEES, trusteesFault, trusteesOf, TrusteesField, type TypedTrustees, typedTrustees } from './trustees-field';

interface FileRef {
  id: string;
  name: string;
  size: number;
}

interface Typed {
  title: string;
  scope: string;
  qualification: string;
  evaluation: TypedPlan;
  candidateLimit: string;
  ceiling: TypedMoney;
  documentsUntil: string;
  questionsUntil: string;
  deadline: string;
  decryptionMinutes: string;
  /** Absent in drafts that an earlier version kept. */
  trustees?: TypedTrustees;
  documents: FileRef[];
  /** Codes, one a line; absent in drafts that an earlier version kept. */
  invitees?: string;
}

const typedOf = (tender: Tender): Typed => ({
  ...{ title: tender.title, scope: tender.scope, qualification: tender.qualification, evaluation: typedPlan(tender.plan), candidateLimit: String(tender.candidateLimit) },
  ceiling: { text: tender.ceilingFen ? `${tender.ceilingFen.slice(0, -2)}.${tender.ceilingFen.slice(-2)}` : '', unit: 'yuan' },
  ...{ documentsUntil: stamp(tender.documentsUntil), questionsUntil: stamp(tender.questionsUntil), deadline: stamp(tender.deadline), decryptionMinutes: String(tender.decryptionMinutes) },
  trustees: typedTrustees(tender.trustees),
  documents: tender.documents.map(({ id, name, size }) => ({ id, name, size })),
  invitees: (tender.invitees ?? []).map(({ uscc }) => uscc).join('\n'),
});

/** What was typed, a code a line or set apart by commas. */
const codesIn = (text: string): string[] => text.split(/[\s,，;；、]/).filter(Boolean);

const instant = (text: string): string => parseInstant(text) ?? text;

function bodyOf(projectId: string, typed: Typed): Input<'/api/tenders'> {
  const { evaluation, candidateLimit, ceiling, documents, decryptionMinutes, trustees = NO_TRUSTEES, invitees = '', ...rest } = typed;
  return {
    ...{ projectId, title: rest.title, scope: rest.scope, qualification: rest.qualification, plan: planOf(evaluation), candidateLimit: Number(candidateLimit) },
    ...{ ceilingFen: ceiling.text.trim() ? (fenOf(ceiling) ?? ceiling.text) : null, documents: documents.map(({ id }) => id), decryptionMinutes: Number(decryptionMinutes) },
    trustees: trusteesOf(trustees),
    invitees: codesIn(invitees),
    ...{ documentsUntil: instant(rest.documentsUntil), questionsUntil: instant(rest.questionsUntil), deadline: instant(rest.deadline) },
  };
}

function Files({ files, onChange }: { files: readonly FileRef[]; onChange(files: FileRef[]): void }) {
  const { t } = useTranslation('agency');
  const add = useAct(async (chosen: File[]) => {
    const added: FileRef[] = [];
    for (const file of chosen) {
      const query = new URLSearchParams({ name: file.name.slice(0, 200), mediaType: file.type || 'application/octet-stream' });
      const answer = await request('PUT', `/api/files?${query}`, { body: file, headers: { 'content-type': 'application/octet-stream' } });
      added.push({ id: ((await answer.json().catch(cut)) as { id: string }).id, name: file.name, size: file.size });
    }
    onChange([...files, ...added]);
  });
  return (
    <div className="field">
      <label htmlFor="documents">{t('editor.documents')}</label>
      <p className="help">{t('editor.documentsHelp')}</p>
      <Failure error={add.error} />
      <input id="documents" name="/documents" type="file" multiple disabled={add.isPending} onChange={(event) => add.mutate([...(event.target.files ?? [])])} />
      {add.isPending && <p role="status">{t('editor.uploading')}</p>}
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            <Foreign>{file.name}</Foreign> <small>{bytes(file.size)}</small>{' '}
            <button type="button" className="link" onClick={() => onChange(files.filter((one) => one.id !== file.id))}>
              {t('editor.remove')}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Editor({ projectId, tender }: { projectId: string; tender?: Tender }) {
  const { t } = useTranslation('agency');
  const navigate = useNavigate();
  const project = useProject(projectId);
  const empty: Typed = {
    title: project.data?.name ?? '',
    scope: '',
    qualification: '',
    evaluation: typedPlan(),
    candidateLimit: '3',
    ceiling: { text: '', unit: 'wan' },
    documentsUntil: '',
    questionsUntil: '',
    deadline: '',
    decryptionMinutes: '30',
    documents: [],
  };
  const draft = useDraft<Typed>(`agency.tender.${tender?.id ?? projectId}`, tender ? typedOf(tender) : empty);
  const { value, set } = draft;
  const change =
    <K extends keyof Typed>(key: K) =>
    (next: Typed[K]) =>
      set((before) => ({ ...before, [key]: next }));
  const keep = useAct(
    async () => {
      const body = bodyOf(projectId, value);
      return tender ? api.post('/api/tenders/{id}/draft', { path: { id: tender.id }, body }).then(() => tender.code) : (await api.post('/api/tenders', { body })).code;
    },
    (code) => {
      draft.forget();
      void navigate(`/agency/tenders/${encodeURIComponent(code)}`);
    },
  );
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    const { method, methods, scoring } = value.evaluation;
    const unfit = faulty(PARAMETERS[method], methods[method]) || (scores(method) && faulty(SCORING, scoring));
    if (!unfit && !trusteesFault(value.trustees ?? NO_TRUSTEES)) keep.mutate();
    else requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid="true"], form .field-wrong fieldset')?.focus());
  };
  const dates = useDeferredValue({ documentsUntil: parseInstant(value.documentsUntil), questionsUntil: parseInstant(value.questionsUntil), deadline: parseInstant(value.deadline) });
  return (
    <div className="columns">
      <Form label={t('editor.title')} error={keep.error} onSubmit={send}>
        <TextField name="/title" label={t('editor.name')} value={value.title} onChange={change('title')} />
        <TextField name="/scope" label={t('editor.scope')} value={value.scope} onChange={change('scope')} rows={3} maxLength={5000} />
        <TextField name="/qualification" label={t('editor.qualification')} value={value.qualification} onChange={change('qualification')} rows={3} maxLength={5000} />
        <PlanEditor
          plan={value.evaluation}
          tried={tried}
          onChange={change('evaluation')}
          onTake={(plan, limit) => set((before) => ({ ...before, evaluation: typedPlan(plan), candidateLimit: String(limit) }))}
        />
        <TextField
          name="/candidateLimit"
          label={t('plan.candidateLimit', { ns: 'terms' })}
          help={t('editor.candidateLimitHelp')}
          value={value.candidateLimit}
          onChange={change('candidateLimit')}
          inputMode="numeric"
          maxLength={1}
        />
        <details className="preview">
          <summary>{t('plan.preview')}</summary>
          <PlanView plan={planOf(value.evaluation)} candidateLimit={Number(value.candidateLimit)} t={t} />
        </details>
        {project.data && invites(project.data.procedure) && (
          <TextField name="/invitees" label={t('editor.invitees')} help={t('editor.inviteesHelp')} value={value.invitees ?? ''} onChange={change('invitees')} rows={4} maxLength={3000} />
        )}
        <MoneyField name="/ceilingFen" label={t('editor.ceiling')} optional value={value.ceiling} onChange={change('ceiling')} />
        <InstantField name="/documentsUntil" label={t('editor.documentsUntil')} value={value.documentsUntil} onChange={change('documentsUntil')} />
        <InstantField name="/questionsUntil" label={t('editor.questionsUntil')} value={value.questionsUntil} onChange={change('questionsUntil')} />
        <InstantField name="/deadline" label={t('editor.deadline')} value={value.deadline} onChange={change('deadline')} />
        <TextField
          name="/decryptionMinutes"
          label={t('editor.decryption')}
          help={t('editor.decryptionHelp')}
          value={value.decryptionMinutes}
          onChange={change('decryptionMinutes')}
          inputMode="numeric"
          maxLength={3}
        />
        <TrusteesField value={value.trustees ?? NO_TRUSTEES} onChange={change('trustees')} tried={tried} />
        <Files files={value.documents} onChange={change('documents')} />
        <Saved draft={draft} />
        <Button type="primary" htmlType="submit" loading={keep.isPending}>
          {t('editor.keep')}
        </Button>
      </Form>
      <LawfulCalendar projectId={projectId} typed={dates} onTake={(step, at) => change(step)(stamp(at))} />
    </div>
  );
}

function ForProject({ id }: { id: string }) {
  const project = useProject(id);
  return <Loaded query={project}>{() => <Editor projectId={id} />}</Loaded>;
}

function ForTender({ code }: { code: string }) {
  const tender = useTender(code);
  const [first, setFirst] = useState<Tender>();
  if (tender.data && !first) setFirst(tender.data); // what was loaded first: a later look must not overwrite what is being typed
  return <Loaded query={tender}>{() => (first ? <Editor projectId={first.projectId} tender={first} /> : null)}</Loaded>;
}

export function TenderEditor() {
  const { t } = useTranslation('agency');
  const { id, code } = useParams();
  return (
    <Page title={t('editor.title')} crumbs={[{ text: t('tenders.title'), to: '/agency/tenders' }]}>
      {code ? <ForTender code={code} /> : <ForProject id={id!} />}
    </Page>
  );
}

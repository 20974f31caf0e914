import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { AwardPart } from '../../features/award/award';
import { DrawPart } from '../../features/experts/draw';
import { EvaluationPart } from '../../features/evaluation/progress';
import { type Tender, useTender } from '../../features/tender/api';
import { Outages } from '../../features/tender/outages';
import { FullNotice } from '../../features/tender/notice';
import { Amendments, Documents, Holds, StatusChip, TenderFacts } from '../../features/tender/parts';
import { Questions } from '../../features/tender/questions';
import { TwoPersonRecords } from '../../features/identity/records';
import { useAct } from '../../lib/act';
import { back, useDraft } from '../../lib/draft';
import { api } from '../../lib/api/client';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { parseInstant } from '../../lib/instant';
import { CheckField, Form, InstantField, RadioField, TextField } from '../../ui/form';
import { OnLot } from '../../ui/offered';
import { Loaded, Page, Panel } from '../../ui/page';
import { Reasoned } from '../../ui/reasoned';
import { Saved } from '../../ui/saved';

function Publish({ tender }: { tender: Tender }) {
  const { t } = useTranslation('agency');
  const by = tender.allowedActs.includes('tender.invite') ? 'invite' : 'publish';
  const publish = useAct((key: string) => api.post(by === 'invite' ? '/api/tenders/{id}/invitations' : '/api/tenders/{id}/publish', { path: { id: tender.id }, key }));
  if (publish.data) return <AskedNote asked={publish.data} onAgain={publish.reset} />;
  return <ActPanel what={t(`tender.${by}What`)} article={t(`tender.${by}Article`)} act={t(`tender.${by}`)} onAct={(key) => publish.mutate(key)} busy={publish.isPending} error={publish.error} />;
}

/** A clarification or amendment; one that may affect bids moves the deadline by rule (TBR 21). */
function Amend({ tender }: { tender: Tender }) {
  const { t } = useTranslation('agency');
  const draft = useDraft(`amendment.${tender.id}`, { kind: 'clarification', text: '', affects: false, deadline: '' });
  const { kind, text, affects, deadline } = draft.value;
  const put = (part: Partial<typeof draft.value>) => draft.set((before) => ({ ...before, ...part }));
  const newDeadline = affects ? parseInstant(deadline) : undefined;
  const unread = affects && deadline.trim() !== '' && !newDeadline; // what was typed must never be left out in silence
  const amend = useAct(
    (_: void) =>
      api.post('/api/tenders/{id}/amendments', { path: { id: tender.id }, body: { kind: kind as 'clarification' | 'amendment', text, affectsBids: affects, ...(newDeadline ? { newDeadline } : {}) } }),
    draft.forget,
  );
  if (amend.data) return <AskedNote asked={amend.data} onAgain={back(draft, amend)} />;
  return (
    <Form label={t('tender.amend')} error={amend.error} onSubmit={() => !unread && amend.mutate()}>
      <RadioField
        name="/kind"
        label={t('tender.amendKind')}
        value={kind}
        onChange={(value) => put({ kind: value })}
        options={['clarification', 'amendment'].map((value) => ({ value, text: t(`tender.${value}`) }))}
      />
      <TextField name="/text" label={t('tender.amendText')} value={text} onChange={(value) => put({ text: value })} rows={4} maxLength={5000} />
      <CheckField name="/affectsBids" label={t('tender.affects')} checked={affects} onChange={(value) => put({ affects: value })} />
      {affects && (
        <InstantField
          name="/newDeadline"
          label={t('tender.newDeadline')}
          help={t('tender.newDeadlineHelp')}
          value={deadline}
          onChange={(value) => put({ deadline: value })}
          error={unread ? t('form.instantWrong', { ns: 'common' }) : undefined}
        />
      )}
      <Saved draft={draft} />
      <Button type="primary" htmlType="submit" loading={amend.isPending}>
        {t('tender.amend')}
      </Button>
    </Form>
  );
}

function Terminate({ tender }: { tender: Tender }) {
  const { t } = useTranslation('agency');
  return (
    <Reasoned
      title={t('tender.terminate')}
      what={t('tender.terminateWhat')}
      reason={{ name: '/reason', label: t('tender.terminateReason') }}
      need={t('tender.terminateNeedsReason')}
      send={({ reason }, key) => api.post('/api/tenders/{id}/terminate', { path: { id: tender.id }, body: { reason }, key })}
      done={(asked, again) => <AskedNote asked={asked} onAgain={again} />}
    />
  );
}

const AFTER_DEADLINE = new Set(['closed', 'opening', 'opened', 'evaluating', 'reported', 'publicity', 'decided', 'noticed', 'contracted', 'failed']);
const AFTER_OPENING = new Set(['opened', 'evaluating', 'reported', 'publicity', 'decided', 'noticed', 'contracted']);
const AFTER_REPORT = new Set(['reported', 'publicity', 'decided', 'noticed', 'contracted']);

function Whole({ tender }: { tender: Tender }) {
  const { t } = useTranslation('agency');
  const navigate = useNavigate();
  const can = (act: string) => tender.allowedActs.includes(act);
  return (
    <Page
      title={tender.title}
      crumbs={[{ text: t('tenders.title'), to: '/agency/tenders' }]}
      status={<StatusChip status={tender.status} held={tender.held} />}
      act={
        <>
          {tender.status === 'draft' && can('tender.draft') && <Button onClick={() => void navigate(`/agency/tenders/${encodeURIComponent(tender.code)}/edit`)}>{t('tender.edit')}</Button>}
          {AFTER_DEADLINE.has(tender.status) && (
            <Link className="ant-btn" to={`/openings/${encodeURIComponent(tender.code)}`}>
              {t('tender.hall')}
            </Link>
          )}
        </>
      }
    >
      <Holds tender={tender} />
      <Outages tender={tender} />
      <Panel title={t('tender.facts')} extra={tender.isPublic && <a href={`/tenders/${encodeURIComponent(tender.code)}`}>{t('tender.public')}</a>}>
        <TenderFacts tender={tender} />
        <FullNotice tender={tender} />
        <Documents tender={tender} />
      </Panel>
      {(can('tender.publish') || can('tender.invite')) && <Publish tender={tender} />}
      {tender.publishedAt && (
        <Panel title={t('tender.questions')} id="questions">
          <Questions tender={tender} />
          <Amendments tender={tender} />
          <OnLot tender={tender} act="tender.amend">
            <details>
              <summary>{t('tender.amend')}</summary>
              <Amend tender={tender} />
            </details>
          </OnLot>
        </Panel>
      )}
      {AFTER_OPENING.has(tender.status) && <DrawPart tender={tender} party="tenderer" />}
      {AFTER_OPENING.has(tender.status) && <EvaluationPart tender={tender} />}
      {AFTER_REPORT.has(tender.endedIn ?? tender.status) && <AwardPart tender={tender} />}
      <TwoPersonRecords projectId={tender.projectId} />
      <OnLot tender={tender} act="tender.terminate">
        <Terminate tender={tender} />
      </OnLot>
    </Page>
  );
}

export function TenderPage() {
  const { code = '' } = useParams();
  const tender = useTender(code, true);
  return <Loaded query={tender}>{(found) => <Whole tender={found} />}</Loaded>;
}

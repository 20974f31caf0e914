import { Button } from 'antd';
import { GROUNDS } from '@kernel';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { rolesOf } from '../../lib/roles';
import { useProject, type Project } from '../../features/intake/projects';
import { invites, PROCEDURE_IDS, type ProcedureId } from '../../features/tender/procedures';
import { useAct } from '../../lib/act';
import { api, type Input } from '../../lib/api/client';
import { useDraft } from '../../lib/draft';
import { useMe } from '../../lib/session';
import { CheckField, fenOf, Form, MoneyField, SelectField, TextField, type TypedMoney } from '../../ui/form';
import { Loaded, Page } from '../../ui/page';
import { Saved } from '../../ui/saved';

interface Typed {
  name: string;
  kind: string;
  region: string;
  tendererUscc: string;
  mandate: string;
  approvalNumber: string;
  fundsSource: string;
  estimate: TypedMoney;
  stateControlled: boolean;
  mandatory: boolean;
  /** Absent in drafts that an earlier version kept. */
  procedure?: ProcedureId;
  ground?: string;
  approval?: string;
}

const KINDS = ['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08', 'A99'];

const typedOf = (project: Project): Typed => ({
  ...{ name: project.name, kind: project.kind, region: project.region, tendererUscc: project.tendererUscc, mandate: project.mandate ?? '' },
  ...{ approvalNumber: project.approvalNumber, fundsSource: project.fundsSource, stateControlled: project.stateControlled, mandatory: project.mandatory },
  ...{ procedure: project.procedure as ProcedureId, ground: project.invitation?.ground ?? '', approval: project.invitation?.approval ?? '' },
  estimate: { text: project.estimateFen ? `${project.estimateFen.slice(0, -2) || '0'}.${project.estimateFen.slice(-2).padStart(2, '0')}` : '', unit: 'yuan' },
});

const bodyOf = ({ estimate, mandate, procedure = PROCEDURE_IDS[0], ground, approval = '', ...rest }: Typed): Input<'/api/projects'> => ({
  ...rest,
  procedure,
  invitation: procedure && invites(procedure) && ground ? { ground: ground as 'few' | 'cost', approval } : null,
  category: 'construction',
  estimateFen: estimate.text.trim() ? (fenOf(estimate) ?? estimate.text) : null,
  ...(mandate.trim() ? { mandate } : {}),
});

/** Entry of a project, step by step; what is typed is kept for this account until it is registered. */
function Editor({ project }: { project?: Project }) {
  const { t } = useTranslation('agency');
  const navigate = useNavigate();
  const me = useMe();
  const tenders = rolesOf(me).some((role) => role.startsWith('tenderer-')); // an agency enters for another
  const empty: Typed = {
    name: '',
    kind: 'A02',
    region: '',
    tendererUscc: (tenders && me.uscc) || '',
    mandate: '',
    approvalNumber: '',
    fundsSource: '',
    estimate: { text: '', unit: 'wan' },
    stateControlled: true,
    mandatory: true,
  };
  const draft = useDraft<Typed>(`agency.project.${project?.id ?? 'new'}`, project ? typedOf(project) : empty);
  const { value, set } = draft;
  const change =
    <K extends keyof Typed>(key: K) =>
    (next: Typed[K]) =>
      set((before) => ({ ...before, [key]: next }));
  const keep = useAct(
    async () =>
      project ? api.put('/api/projects/{id}', { path: { id: project.id }, body: bodyOf(value) }).then(() => project.id) : (await api.post('/api/projects', { body: bodyOf(value) })).projectId,
    (id) => {
      draft.forget();
      void navigate(`/agency/projects/${id}`);
    },
  );
  const text = (key: 'name' | 'tendererUscc' | 'mandate' | 'approvalNumber' | 'fundsSource', optional = false) => ({
    name: `/${key}`,
    label: t(`entry.${key}`),
    help: t(`entry.${key}Help`, { defaultValue: '' }),
    value: value[key],
    onChange: change(key),
    optional,
  });
  return (
    <Form label={t('entry.title')} error={keep.error} onSubmit={() => keep.mutate()}>
      <h2>{t('entry.basics')}</h2>
      <TextField {...text('name')} />
      <SelectField name="/kind" label={t('entry.kind')} value={value.kind} onChange={change('kind')} options={KINDS.map((code) => ({ value: code, text: t(`kindCode.${code}`, { ns: 'terms' }) }))} />
      <TextField name="/region" label={t('entry.region')} help={t('entry.regionHelp')} value={value.region} onChange={change('region')} maxLength={6} inputMode="numeric" />
      <h2>{t('entry.parties')}</h2>
      <TextField {...text('tendererUscc')} maxLength={40} />
      <TextField {...text('mandate', true)} />
      <h2>{t('entry.approval')}</h2>
      <TextField {...text('approvalNumber')} />
      <TextField {...text('fundsSource')} />
      <MoneyField name="/estimateFen" label={t('entry.estimate')} optional value={value.estimate} onChange={change('estimate')} />
      <CheckField name="/stateControlled" label={t('entry.stateControlled')} checked={value.stateControlled} onChange={change('stateControlled')} />
      <CheckField name="/mandatory" label={t('entry.mandatory')} checked={value.mandatory} onChange={change('mandatory')} />
      <SelectField
        name="/procedure"
        label={t('entry.procedure')}
        help={t('entry.procedureHelp')}
        value={value.procedure ?? PROCEDURE_IDS[0]!}
        onChange={(id) => change('procedure')(id as ProcedureId)}
        options={PROCEDURE_IDS.map((id) => ({ value: id, text: t(`procedure.${id}`, { ns: 'terms' }) }))}
      />
      {invites(value.procedure ?? '') && (
        <>
          <SelectField
            name="/invitation/ground"
            label={t('entry.ground')}
            help={t('entry.groundHelp')}
            value={value.ground ?? ''}
            onChange={change('ground')}
            empty={t('entry.noGround')}
            options={Object.keys(GROUNDS).map((ground) => ({ value: ground, text: t(`ground.${ground}`, { ns: 'terms' }) }))}
          />
          {value.ground && <TextField name="/invitation/approval" label={t('entry.groundApproval')} help={t('entry.groundApprovalHelp')} value={value.approval ?? ''} onChange={change('approval')} />}
        </>
      )}
      <Saved draft={draft} />
      <Button type="primary" htmlType="submit" loading={keep.isPending}>
        {t('entry.keep')}
      </Button>
    </Form>
  );
}

export function ProjectEditor() {
  const { t } = useTranslation('agency');
  const { id } = useParams();
  const crumbs = [{ text: t('projects.title'), to: '/agency/projects' }];
  return (
    <Page title={t('entry.title')} crumbs={crumbs}>
      <p>{t('entry.lead')}</p>
      {id ? <Existing id={id} /> : <Editor />}
    </Page>
  );
}

function Existing({ id }: { id: string }) {
  const project = useProject(id);
  const [shown, setShown] = useState<Project>(); // what was loaded first: a later look must not overwrite what is being typed
  useEffect(() => setShown((before) => before ?? project.data), [project.data]);
  return <Loaded query={project}>{() => (shown ? <Editor project={shown} /> : null)}</Loaded>;
}

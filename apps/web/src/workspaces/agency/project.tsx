import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { ProjectChip, ProjectFacts, useProject, type Project } from '../../features/intake/projects';
import { Holds, StatusChip } from '../../features/tender/parts';
import { isClosing } from '../../features/tender/stages';
import { TwoPersonRecords } from '../../features/identity/records';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { Offered } from '../../ui/offered';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { Until } from '../../ui/time';

function Submit({ project }: { project: Project }) {
  const { t } = useTranslation('agency');
  const submit = useAct((key: string) => api.post('/api/projects/{id}/submit', { path: { id: project.id }, key }));
  if (submit.data && 'confirmer' in submit.data) return <AskedNote asked={submit.data} onAgain={submit.reset} />;
  return <ActPanel what={t('project.submitWhat')} article={t('project.submitArticle')} act={t('project.submit')} onAct={(key) => submit.mutate(key)} busy={submit.isPending} error={submit.error} />;
}

function Lots({ project }: { project: Project }) {
  const { t } = useTranslation('agency');
  const lots = useQuery({ queryKey: ['tenders', 'project', project.id], queryFn: () => api.get('/api/tenders', { query: { mine: 'true', projectId: project.id, limit: 100 } }) });
  return (
    <Loaded query={lots}>
      {({ items }) => (
        <DataTable
          caption={t('project.lots')}
          rows={items}
          keyOf={({ id }) => id}
          empty={<Empty>{t('project.noLots')}</Empty>}
          columns={[
            { key: 'title', title: t('tenders.name'), render: ({ code, title }) => <Link to={`/agency/tenders/${encodeURIComponent(code)}`}>{<Foreign>{title}</Foreign>}</Link> },
            { key: 'code', title: t('tenders.code'), render: ({ code }) => <code>{code}</code> },
            { key: 'status', title: t('tenders.state'), render: ({ status, held }) => <StatusChip status={status} held={held} /> },
            { key: 'deadline', title: t('tenders.deadline'), render: (row) => <Until at={row.deadline} countdown={isClosing(row)} /> },
          ]}
        />
      )}
    </Loaded>
  );
}

function Whole({ project }: { project: Project }) {
  const { t } = useTranslation('agency');
  const can = useCan();
  const navigate = useNavigate();
  const draft = project.status === 'draft';
  return (
    <Page
      title={project.name}
      crumbs={[{ text: t('projects.title'), to: '/agency/projects' }]}
      status={<ProjectChip project={project} />}
      act={
        <>
          {draft && can('project.register') && <Button onClick={() => void navigate(`/agency/projects/${project.id}/edit`)}>{t('project.edit')}</Button>}
          {project.status === 'registered' && can('tender.draft') && (
            <Button type="primary" onClick={() => void navigate(`/agency/projects/${project.id}/tender`)}>
              {t('project.newTender')}
            </Button>
          )}
        </>
      }
    >
      <Holds tender={project} />
      <Panel title={t('project.facts')}>
        <ProjectFacts project={project} />
      </Panel>
      <Offered on={draft && can('project.submit')} now={<ProjectChip project={project} />}>
        <Submit project={project} />
      </Offered>
      {project.status === 'submitted' && <p>{t('project.waiting')}</p>}
      {project.status === 'registered' && (
        <Panel title={t('project.lots')}>
          <Lots project={project} />
        </Panel>
      )}
      <TwoPersonRecords projectId={project.id} />
    </Page>
  );
}

export function ProjectPage() {
  const { id = '' } = useParams();
  const project = useProject(id);
  return <Loaded query={project}>{(found) => <Whole project={found} />}</Loaded>;
}

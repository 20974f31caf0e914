import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ProjectChip, ProjectFacts, type Project, useProject } from '../../features/intake/projects';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { ActPanel } from '../../ui/act';
import { Offered } from '../../ui/offered';
import { Loaded, Page, Panel } from '../../ui/page';
import { Reasoned } from '../../ui/reasoned';

/** Acceptance looks at completeness only (1117(1)); what is returned says why. */
function Decide({ project }: { project: Project }) {
  const { t } = useTranslation('venue');
  const path = { id: project.id };
  const accept = useAct((key: string) => api.post('/api/projects/{id}/accept', { path, key }));
  const navigate = useNavigate();
  return (
    <>
      <ActPanel what={t('entry.acceptWhat')} act={t('entry.accept')} onAct={(key) => accept.mutate(key)} busy={accept.isPending} error={accept.error} />
      <Reasoned
        title={t('entry.return')}
        what={t('entry.returnWhat')}
        reason={{ name: '/reason', label: t('entry.reason') }}
        need={t('entry.needsReason')}
        send={async ({ reason }, key) => {
          await api.post('/api/projects/{id}/return', { path, body: { reason }, key });
          await navigate('/venue');
        }}
      />
    </>
  );
}

export function ProjectPage() {
  const { t } = useTranslation('venue');
  const { id = '' } = useParams();
  const project = useProject(id);
  return (
    <Loaded query={project}>
      {(found) => (
        <Page title={found.name} crumbs={[{ text: t('home.title'), to: '/venue' }]} status={<ProjectChip project={found} />}>
          <Panel title={t('entry.facts')}>
            <ProjectFacts project={found} />
          </Panel>
          {found.status !== 'submitted' && <p>{t('entry.done')}</p>}
          <Offered on={found.status === 'submitted'} now={<ProjectChip project={found} />}>
            <Decide project={found} />
          </Offered>
        </Page>
      )}
    </Loaded>
  );
}

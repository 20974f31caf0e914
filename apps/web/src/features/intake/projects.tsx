import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Answer, api } from '../../lib/api/client';
import { useLanguage } from '../../lib/settings';
import { Empty, Loaded } from '../../ui/page';
import { Chip, Facts, Foreign, Money, type Tone } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';

export type Project = Answer<'/api/projects'>[number];

const TONES: Record<string, Tone> = { draft: 'neutral', submitted: 'info', registered: 'success', archived: 'neutral' };

export function ProjectChip({ project }: { project: Pick<Project, 'status' | 'returnReason'> }) {
  const { t } = useTranslation();
  const returned = project.status === 'draft' && project.returnReason;
  return <Chip tone={returned ? 'warning' : (TONES[project.status] ?? 'neutral')}>{t(returned ? 'project.returned' : `project.status.${project.status}`)}</Chip>;
}

export const useProject = (id: string) =>
  useQuery({
    queryKey: ['project', id],
    queryFn: () => api.get('/api/projects/{id}', { path: { id } }),
    refetchInterval: 5000, // others decide on it meanwhile
  });

/** As many as one answer holds. */
const AT_ONCE = 200;

/** The projects that this person may see; `to` says where each is opened. */
export function Projects({ to, status }: { to: (project: Project) => string; status?: 'submitted' | 'registered' }) {
  const { t } = useTranslation();
  const projects = useInfiniteQuery({
    queryKey: ['projects', status],
    queryFn: ({ pageParam }) => api.get('/api/projects', { query: { limit: AT_ONCE, after: pageParam, ...(status ? { status } : {}) } }),
    initialPageParam: '',
    getNextPageParam: (page) => (page.length === AT_ONCE ? page.at(-1)!.id : undefined),
  });
  return (
    <Loaded query={projects}>
      {({ pages }) => (
        <DataTable
          caption={t('project.list')}
          rows={pages.flat()}
          keyOf={({ id }) => id}
          empty={<Empty>{t('project.none')}</Empty>}
          more={projects.hasNextPage ? { load: () => void projects.fetchNextPage(), loading: projects.isFetchingNextPage } : undefined}
          columns={[
            { key: 'name', title: t('project.name'), render: (project) => <Link to={to(project)}>{<Foreign>{project.name}</Foreign>}</Link> },
            { key: 'code', title: t('project.code'), render: ({ code }) => (code ? <code>{code}</code> : t('project.noCode')) },
            { key: 'tenderer', title: t('project.tenderer'), render: ({ tenderer }) => <Foreign>{tenderer}</Foreign> },
            { key: 'status', title: t('project.state'), render: (project) => <ProjectChip project={project} /> },
            { key: 'created', title: t('project.created'), render: ({ createdAt }) => <At at={createdAt} /> },
          ]}
        />
      )}
    </Loaded>
  );
}

export function ProjectFacts({ project }: { project: Project }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const yes = (value: boolean) => t(value ? 'yes' : 'no');
  return (
    <Facts
      rows={[
        project.code && [t('project.code'), <code>{project.code}</code>],
        [t('project.tenderer'), <Foreign>{project.tenderer}</Foreign>],
        project.agency && [t('project.agency'), <Foreign>{project.agency}</Foreign>],
        project.mandate && [t('project.mandate'), <Foreign>{project.mandate}</Foreign>],
        [t('project.kind'), t(`kindCode.${project.kind}`, { ns: 'terms' })],
        [t('project.region'), t(`region.${project.region}`, { ns: 'terms', defaultValue: project.region })],
        [t('project.approval'), <Foreign>{project.approvalNumber}</Foreign>],
        [t('project.funds'), <Foreign>{project.fundsSource}</Foreign>],
        [t('project.estimate'), project.estimateFen ? <Money fen={project.estimateFen} language={language} /> : t('project.noEstimate')],
        [t('project.stateControlled'), yes(project.stateControlled)],
        [t('project.mandatory'), yes(project.mandatory)],
        [t('tender.procedure'), t(`procedure.${project.procedure}`, { ns: 'terms' })],
        project.invitation && [
          t('project.ground'),
          <>
            {t(`ground.${project.invitation.ground}`, { ns: 'terms' })} <Foreign>{project.invitation.approval}</Foreign>
          </>,
        ],
        project.ruleset && [t('project.ruleset'), <code>{project.ruleset}</code>],
        project.returnReason && [t('project.returnReason'), <Foreign>{project.returnReason}</Foreign>],
      ]}
    />
  );
}

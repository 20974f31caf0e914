import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { ProjectChip, ProjectFacts, type Project, useProject } from '../../features/intake/projects';
import { TwoPersonRecords } from '../../features/identity/records';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { ActPanel } from '../../ui/act';
import { Done } from '../../ui/done';
import { SelectField, TextField } from '../../ui/form';
import { Opened } from '../../ui/opened';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Chip, Foreign } from '../../ui/plain';
import { Reasoned } from '../../ui/reasoned';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';
import { Who } from './who';

/** Who did what, when, from where, with what outcome; refused acts too. What is asked for stands in the address. */
function Trail({ projectId }: { projectId: string }) {
  const { t, i18n } = useTranslation('supervisor');
  const [query, setQuery] = useSearchParams();
  const [act, setAct] = useState(query.get('act') ?? '');
  const [actor, setActor] = useState(query.get('actor') ?? '');
  const [outcome, setOutcome] = useState(query.get('outcome') ?? '');
  // by the words that the table shows; the platform knows them by their codes
  const acts = Object.entries(i18n.getResource(i18n.language, 'terms', 'act') as Record<string, string>).map(([value, text]) => ({ value, text }));
  const asked = { act: query.get('act') ?? '', actor: query.get('actor') ?? '', outcome: (query.get('outcome') ?? '') as 'done' };
  const trail = useInfiniteQuery({
    queryKey: ['trail', projectId, asked],
    queryFn: ({ pageParam }) => api.get('/api/projects/{id}/audit', { path: { id: projectId }, query: { ...asked, ...(pageParam ? { after: pageParam } : {}), limit: 100 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  return (
    <Panel title={t('trail.title')} extra={<a href={`/api/projects/${projectId}/audit.xlsx?${query}`}>xlsx</a>}>
      <form
        className="row-acts"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setQuery(Object.fromEntries(Object.entries({ act, actor, outcome }).filter(([, value]) => value)));
        }}
      >
        <SelectField name="act" label={t('trail.act')} value={act} onChange={setAct} empty={t('trail.any')} options={acts} />
        <TextField name="actor" label={t('trail.actor')} value={actor} onChange={setActor} optional />
        <SelectField
          name="outcome"
          label={t('trail.outcome')}
          value={outcome}
          onChange={setOutcome}
          empty={t('trail.any')}
          options={['done', 'refused'].map((value) => ({ value, text: t(`trail.${value}`) }))}
        />
        <Button htmlType="submit">{t('trail.find')}</Button>
      </form>
      <Loaded query={trail}>
        {({ pages }) => (
          <DataTable
            caption={t('trail.title')}
            rows={pages.flatMap(({ entries }) => entries)}
            keyOf={({ id }) => id}
            empty={<Empty>{t('trail.none')}</Empty>}
            more={trail.hasNextPage ? { load: () => void trail.fetchNextPage(), loading: trail.isFetchingNextPage } : undefined}
            columns={[
              { key: 'at', title: t('trail.at'), render: ({ at }) => <At at={at} exact /> },
              { key: 'act', title: t('trail.act'), render: ({ act: code }) => t(`act.${code}`, { ns: 'terms', defaultValue: code }) },
              { key: 'actor', title: t('trail.actor'), render: ({ actorLogin }) => <Who logins={[actorLogin]} /> },
              { key: 'ip', title: t('trail.from'), render: ({ ip }) => ip },
              {
                key: 'outcome',
                title: t('trail.outcome'),
                render: ({ outcome: how }) => <Chip tone={how === 'done' ? 'success' : 'error'}>{t(how === 'done' ? 'trail.done' : 'trail.refused')}</Chip>,
              },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

/** Asked twice: deadlines move for everybody, and no word takes it back. */
function Lift({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation('supervisor');
  const [asking, setAsking] = useState(false);
  const lift = useAct((key: string) => api.post('/api/holds/{id}/lift', { path: { id }, key }), onDone);
  if (!asking) return <Button onClick={() => setAsking(true)}>{t('hold.lift')}</Button>;
  return (
    <Opened>
      <ActPanel
        what={t('hold.liftWhat')}
        article={t('hold.article')}
        act={t('hold.lift')}
        onAct={(key) => lift.mutate(key)}
        onBack={() => setAsking(false)}
        back={t('hold.keep')}
        busy={lift.isPending}
        error={lift.error}
      />
    </Opened>
  );
}

/** An order that stops the project, and its end (TBR 62): what was done last is told, and has the focus. */
function HoldPart({ project }: { project: Project }) {
  const { t } = useTranslation('supervisor');
  const [told, setTold] = useState<{ what: 'placed' | 'lifted'; id: string }>();
  return (
    <Panel title={t('hold.title')}>
      {told && (
        <Done key={`${told.what} ${told.id}`} now>
          {t(`hold.${told.what}`)}
        </Done>
      )}
      {project.holds.map((hold) => (
        <div key={hold.id} className="banner banner-held">
          {t(`hold.${hold.kind}`, { ns: 'terms' })} <Foreign>{hold.reason}</Foreign> <At at={hold.placedAt} />{' '}
          {hold.kind === 'HS' && <Lift id={hold.id} onDone={() => setTold({ what: 'lifted', id: hold.id })} />}
        </div>
      ))}
      <Reasoned
        title={t('hold.place')}
        what={t('hold.what')}
        article={t('hold.article')}
        reason={{ name: '/reason', label: t('hold.reason') }}
        need={t('hold.needsReason')}
        send={async ({ reason }, key) => {
          const { holdId: id } = await api.post('/api/projects/{id}/holds', { path: { id: project.id }, body: { reason }, key });
          setTold({ what: 'placed', id });
        }}
      />
    </Panel>
  );
}

export function ProjectPage() {
  const { t } = useTranslation('supervisor');
  const { id = '' } = useParams();
  const can = useCan();
  const project = useProject(id);
  return (
    <Loaded query={project}>
      {(found) => (
        <Page title={found.name} crumbs={[{ text: t('projects.title'), to: '/supervisor/projects' }]} status={<ProjectChip project={found} />}>
          <Panel title={t('projects.facts')}>
            <ProjectFacts project={found} />
          </Panel>
          {can('hold.place') && <HoldPart project={found} />}
          <TwoPersonRecords projectId={id} />
          <Trail projectId={id} />
        </Page>
      )}
    </Loaded>
  );
}

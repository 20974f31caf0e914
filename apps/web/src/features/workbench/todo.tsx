import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Answer, api } from '../../lib/api/client';
import { useNow } from '../../lib/clock';
import { Empty, Loaded } from '../../ui/page';
import { Chip, Foreign, type Tone } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { Until } from '../../ui/time';

type Item = Answer<'/api/todo'>['items'][number];

/** Where each kind of owed act is done, in the workspace that asks. */
type Places = Record<string, (item: Item) => string>;

const encoded = (item: Item) => encodeURIComponent(item.code ?? '');
const PLACES: Record<string, Places> = {
  agency: {
    project: ({ projectId }) => `/agency/projects/${projectId}`,
    proposal: () => '/agency/approvals',
    'opening.start': (item) => `/openings/${encoded(item)}`,
    'opening.conclude': (item) => `/openings/${encoded(item)}`,
    '': (item) => `/agency/tenders/${encoded(item)}`,
  },
  bidder: {
    'bid.invited': (item) => `/bidder/tenders/${encoded(item)}`, // the letter, and what it asks for, stand there
    'opening.decrypt': (item) => `/openings/${encoded(item)}`,
    proposal: () => '/bidder/approvals',
    '': (item) => `/bidder/tenders/${encoded(item)}/bid`,
  },
  expert: { call: () => '/expert/invitations', '': (item) => `/rooms/${encoded(item)}` },
  trustee: { '': (item) => `/trustee/tenders/${encoded(item)}` },
  venue: { project: ({ projectId }) => `/venue/projects/${projectId}`, proposal: () => '/venue/approvals', '': () => '/venue/sessions' },
  supervisor: { proposal: () => '/supervisor/approvals', '': (item) => `/supervisor/tenders/${encoded(item)}` },
};

const placeOf = (workspace: string, item: Item): string => {
  const places = PLACES[workspace] ?? {};
  return (places[item.kind] ?? places[item.kind.split('.')[0]!] ?? places[''])?.(item) ?? `/${workspace}`;
};

const DAY = 86_400_000;

/** How near the time is. Uploaded and not submitted is never a small matter. */
function urgency(item: Item, now: number): { tone: Tone; key: string } {
  if (item.kind === 'bid.uploaded-not-submitted') return { tone: 'warning', key: 'unsubmitted' };
  if (!item.dueAt) return { tone: 'neutral', key: 'open' };
  const left = Date.parse(item.dueAt) - now;
  if (left <= 0) return { tone: 'error', key: 'overdue' };
  return left < DAY ? { tone: 'warning', key: 'soon' } : { tone: 'neutral', key: 'open' };
}

/** What this person owes, sorted by deadline: the first thing on every home page. */
export function Todo({ workspace }: { workspace: string }) {
  const { t } = useTranslation();
  const now = useNow(10_000);
  const todo = useQuery({ queryKey: ['todo'], queryFn: () => api.get('/api/todo'), refetchInterval: 10_000 });
  return (
    <Loaded query={todo}>
      {({ items }) => (
        <DataTable
          caption={t('todo.title')}
          rows={items}
          keyOf={({ kind, objectId }) => `${kind} ${objectId}`}
          empty={<Empty>{t('todo.none')}</Empty>}
          columns={[
            { key: 'what', title: t('todo.what'), render: (item) => <Link to={placeOf(workspace, item)}>{t(`kind.${item.kind}`, { ns: 'terms' })}</Link> },
            { key: 'object', title: t('todo.object'), render: (item) => <Foreign>{item.title}</Foreign> },
            { key: 'state', title: t('todo.state'), render: (item) => <Chip tone={urgency(item, now).tone}>{t(`todo.${urgency(item, now).key}`)}</Chip> },
            { key: 'due', title: t('todo.due'), render: (item) => (item.dueAt ? <Until at={item.dueAt} /> : t('todo.noLimit')) },
            { key: 'article', title: t('todo.article'), render: (item) => item.citation ?? '' },
          ]}
        />
      )}
    </Loaded>
  );
}

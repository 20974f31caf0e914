import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { useNow } from '../../lib/clock';
import { beijing, dateTime, time, wanText } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { Page } from '../../ui/page';
import { useRunning } from './running';

/** What has not been read yet, or could not be: it is no nought. */
const UNKNOWN = '—';

/** A page for a wall: few words, large figures, no names of persons; it says when its figures stand still. */
export function WallPage() {
  const { t } = useTranslation('supervisor');
  const language = useLanguage();
  const now = useNow();
  const running = useRunning();
  const { year } = beijing(now);
  const figures = useQuery({ queryKey: ['figures', year], queryFn: () => api.get('/api/statistics', { query: { from: `${year}-01`, to: `${year}-12` } }), refetchInterval: 30_000 });
  const due = useQuery({ queryKey: ['due'], queryFn: () => api.get('/api/supervision/due'), refetchInterval: 30_000 });
  const stale = Date.now() - running.dataUpdatedAt > 30_000;
  const total = figures.data?.total;
  const counted = (list: typeof running | typeof due) => (list.data ? String(list.data.items.length) : UNKNOWN);
  return (
    <div className="wall" data-theme="dark">
      <Page title={t('wall.title')} status={<time>{dateTime(now, language)}</time>}>
        {stale && running.dataUpdatedAt > 0 && <p role="status">{t('wall.stale', { time: time(running.dataUpdatedAt) })}</p>}
        <div className="wall-figures">
          {[
            [t('wall.running'), counted(running)],
            [t('wall.due'), counted(due)],
            [t('wall.completed', { year }), total?.completed ?? UNKNOWN],
            [t('wall.turnover', { year }), total ? wanText(total.turnoverFen, language) : UNKNOWN],
          ].map(([label, value]) => (
            <section className="panel" key={label}>
              <p>{label}</p>
              <p className="left-large">{value}</p>
            </section>
          ))}
        </div>
        <ul className="plain-list">
          {(running.data?.items ?? []).slice(0, 8).map((place) => (
            <li className="panel" key={`${place.kind} ${place.tenderId}`}>
              {t(`running.kinds.${place.kind}`)} · <bdi>{place.title}</bdi> {place.seats && `${place.seats.present}/${place.seats.of}`}
            </li>
          ))}
        </ul>
      </Page>
    </div>
  );
}

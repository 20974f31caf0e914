import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Answer, api } from '../../lib/api/client';
import { groupBy } from '../../lib/group';
import { lawfulAt } from '../../lib/instant';
import { Loaded, Panel } from '../../ui/page';
import { Chip } from '../../ui/plain';
import { At } from '../../ui/time';

type Calendar = Answer<'/api/lawful-calendar', 'post'>;
type Step = 'documentsUntil' | 'questionsUntil' | 'deadline';
const FIELD: Record<string, Step> = { documents: 'documentsUntil', questions: 'questionsUntil', deadline: 'deadline' };

function Row({ row, onTake }: { row: Calendar['rows'][number]; onTake: (step: Step, at: string) => void }) {
  const { t } = useTranslation();
  const field = FIELD[row.step];
  const bound = row.latest ?? row.earliest!;
  return (
    <tr>
      <th scope="row">{t(`calendar.step.${row.step}`)}</th>
      <td>
        {row.typed && <At at={row.typed} />}{' '}
        {row.lawful === null ? (
          field && <Chip tone="neutral">{t('calendar.notTyped')}</Chip>
        ) : (
          <Chip tone={row.lawful ? 'success' : 'error'}>{t(row.lawful ? 'calendar.lawful' : row.latest ? 'calendar.late' : 'calendar.early')}</Chip>
        )}
        <br />
        <small>
          {t(row.latest ? 'calendar.latest' : 'calendar.earliest')} <At at={bound} /> · {row.citation}
        </small>
        {field && row.lawful !== true && (
          <>
            <br />
            <Button size="small" onClick={() => onTake(field, lawfulAt(bound, row.typed ?? undefined, Boolean(row.latest)))}>
              {t(row.latest ? 'calendar.takeLatest' : 'calendar.take')}
              <span className="unseen"> {t(`calendar.step.${row.step}`)}</span>
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}

/** A month as weeks of working days and holidays; the marks are words and shapes, not colour alone. */
function Month({ month, days }: { month: string; days: Calendar['days'] }) {
  const { t } = useTranslation();
  const first = (new Date(`${days[0]!.date}T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells = [...Array.from({ length: first }, () => undefined), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, i) => cells.slice(i * 7, i * 7 + 7));
  return (
    <table className="month">
      <caption>{month}</caption>
      <thead>
        <tr>
          {[1, 2, 3, 4, 5, 6, 7].map((day) => (
            <th key={day} scope="col">
              {t(`calendar.day.${day}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, i) => (
          <tr key={i}>
            {week.map((day, j) => (
              <td key={day?.date ?? j} className={day && !day.working ? 'closed' : undefined}>
                {day && Number(day.date.slice(8))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The earliest lawful date of each step while dates are typed. It advises; only publishing refuses. */
export function LawfulCalendar({ projectId, typed, onTake }: { projectId: string; typed: Partial<Record<Step, string | undefined>>; onTake: (step: Step, at: string) => void }) {
  const { t } = useTranslation();
  const calendar = useQuery({
    queryKey: ['lawful-calendar', projectId, typed],
    queryFn: () => api.post('/api/lawful-calendar', { body: { projectId, ...typed } }),
    placeholderData: keepPreviousData,
  });
  return (
    <aside className="aside">
      <Panel title={t('calendar.title')}>
        <p className="meta">{t('calendar.note')}</p>
        <Loaded query={calendar}>
          {({ rows, days }) => (
            <>
              <table className="lawful">
                <tbody>
                  {rows.map((row) => (
                    <Row key={row.step} row={row} onTake={onTake} />
                  ))}
                </tbody>
              </table>
              <details>
                <summary>{t('calendar.months')}</summary>
                {[...groupBy(days, (day) => day.date.slice(0, 7))].map(([month, rows]) => (
                  <Month key={month} month={month} days={rows} />
                ))}
              </details>
            </>
          )}
        </Loaded>
      </Panel>
    </aside>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { TextField } from '../../ui/form';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';
import { daysOf, readYearFile, type YearFile } from './year-file';

/** A year’s holidays out of a file, looked over before it is asked for; another office confirms it. */
function Import({ due }: { due: number | undefined }) {
  const { t } = useTranslation('admin');
  const [year, setYear] = useState(due ? String(due) : '');
  const [notice, setNotice] = useState('');
  const [file, setFile] = useState<YearFile>();
  const [fault, setFault] = useState('');
  const days = file && /^\d{4}$/.test(year) ? daysOf(file, year) : undefined;
  const add = useAct((key: string) => api.post('/api/calendar/years', { body: { year: Number(year), notice, ...days! }, key }));
  const read = async (chosen: File | undefined) => {
    setFile(undefined);
    setFault('');
    if (!chosen) return;
    const content = readYearFile(await chosen.text());
    if (content) setFile(content);
    else setFault(t('calendar.badFile'));
  };
  const hindrance = !days ? t('calendar.needFile') : days.holidays.length === 0 ? t('calendar.noDays', { year }) : notice.trim() ? undefined : t('calendar.needNotice');
  return (
    <Panel title={t('calendar.import')}>
      <p>{t('calendar.importHelp')}</p>
      <TextField name="/year" label={t('calendar.year')} value={year} onChange={setYear} maxLength={4} inputMode="numeric" />
      <TextField name="/notice" label={t('calendar.notice')} help={t('calendar.noticeHelp')} value={notice} onChange={setNotice} maxLength={200} />
      <div className={fault ? 'field field-wrong' : 'field'}>
        <label htmlFor="year-file">{t('calendar.file')}</label>
        <p className="help" id="year-file-help">
          {t('calendar.fileHelp')}
        </p>
        <input id="year-file" type="file" accept=".json,application/json" aria-describedby="year-file-help" onChange={(event) => void read(event.target.files?.[0])} />
        {fault && <p className="field-error">{fault}</p>}
      </div>
      {days && (
        <dl className="facts">
          <div>
            <dt>{t('calendar.holidays', { count: days.holidays.length })}</dt>
            <dd>{days.holidays.join('、')}</dd>
          </div>
          <div>
            <dt>{t('calendar.workdays', { count: days.workdays.length })}</dt>
            <dd>{days.workdays.join('、')}</dd>
          </div>
        </dl>
      )}
      {add.data ? (
        <AskedNote asked={add.data} onAgain={add.reset} />
      ) : (
        <ActPanel what={t('calendar.what')} act={t('calendar.ask')} onAct={(key) => add.mutate(key)} busy={add.isPending} error={add.error} hindrance={hindrance} />
      )}
    </Panel>
  );
}

/** The years in which periods of law can be counted: without next year’s, from December on none that runs into it can be. */
export function CalendarPage() {
  const { t } = useTranslation('admin');
  const can = useCan();
  const years = useQuery({ queryKey: ['calendar'], queryFn: () => api.get('/api/calendar/years') });
  return (
    <Page title={t('calendar.title')}>
      <p>{t('calendar.lead')}</p>
      <Loaded query={years}>
        {({ items, due }) => (
          <>
            {due && (
              <p className="banner banner-warning" role="alert">
                {t(due.urgent ? 'calendar.urgent' : 'calendar.due', { year: due.year })}
              </p>
            )}
            {can('calendar.import-year') && <Import key={due?.year} due={due?.year} />}
            <DataTable
              caption={t('calendar.title')}
              rows={items}
              keyOf={({ year }) => String(year)}
              empty={<Empty>{t('none')}</Empty>}
              columns={[
                { key: 'year', title: t('calendar.year'), render: ({ year }) => year },
                { key: 'holidays', title: t('calendar.holidayCount'), render: ({ holidays }) => holidays, numeric: true },
                { key: 'workdays', title: t('calendar.workdayCount'), render: ({ workdays }) => workdays, numeric: true },
                { key: 'notice', title: t('calendar.notice'), render: ({ notice }) => (notice ? <Foreign>{notice}</Foreign> : t('calendar.shipped')) },
                { key: 'at', title: t('calendar.importedAt'), render: ({ importedAt }) => (importedAt ? <At at={importedAt} /> : '') },
              ]}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api } from '../../lib/api/client';
import { dateTime, money, type Language } from '../../lib/format';
import { useCan } from '../../lib/session';
import { useLanguage } from '../../lib/settings';
import { TextField } from '../../ui/form';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Facts, Hash } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { At, Until } from '../../ui/time';

type Proposal = Answer<'/api/proposals'>[number];

const isInstant = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value);

/** A value of what was asked for, as a person reads it: money in both units, moments in Beijing time, lists indented. */
function Value({ name, value, language }: { name: string; value: unknown; language: Language }) {
  if (typeof value === 'string' && name.endsWith('Fen')) return <>{money(value, language)}</>;
  if (isInstant(value)) return <>{dateTime(value, language)}</>;
  if (Array.isArray(value))
    return value.length ? (
      <ol>
        {value.map((one, i) => (
          <li key={i}>
            <Value name={name} value={one} language={language} />
          </li>
        ))}
      </ol>
    ) : (
      <>—</>
    );
  if (name === 'roles') return <RoleName code={String(value)} />;
  if (typeof value === 'object' && value !== null) return <Content content={value as Record<string, unknown>} />;
  return <bdi className="own-lines">{value === null || value === undefined || value === '' ? '—' : String(value as string | number | boolean)}</bdi>;
}

function RoleName({ code }: { code: string }) {
  const { t } = useTranslation();
  return <>{t(`role.${code}`, { ns: 'terms', defaultValue: code })}</>;
}

export function Content({ content }: { content: Record<string, unknown> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return <Facts rows={Object.entries(content).map(([name, value]) => [t(`content.${name}`, { ns: 'terms', defaultValue: name }), <Value name={name} value={value} language={language} />] as const)} />;
}

function Decide({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [refusing, setRefusing] = useState(false);
  const path = { id: proposal.id };
  const confirm = useAct(() => api.post('/api/proposals/{id}/confirm', { path, body: { contentSha256: proposal.contentSha256 } }));
  const refuse = useAct(() => api.post('/api/proposals/{id}/refuse', { path, body: { reason } }));
  return (
    <>
      <Failure error={confirm.error ?? refuse.error} />
      {refusing && <TextField name="/reason" label={t('approvals.reason')} value={reason} onChange={setReason} rows={2} maxLength={1000} />}
      <div className="act-buttons">
        <Button loading={refuse.isPending} onClick={() => (refusing && reason.trim() ? refuse.mutate() : setRefusing(true))}>
          {t('approvals.refuse')}
        </Button>
        {!refusing && (
          <Button type="primary" loading={confirm.isPending} onClick={() => confirm.mutate()}>
            {t('approvals.confirm', { act: t(`act.${proposal.act}`, { ns: 'terms' }) })}
          </Button>
        )}
      </div>
    </>
  );
}

function One({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <Panel title={t(`act.${proposal.act}`, { ns: 'terms' })}>
      <Facts
        rows={[
          proposal.projectName && [t('approvals.project'), <bdi>{proposal.projectName}</bdi>],
          [t('approvals.askedBy'), <bdi>{proposal.askedBy}</bdi>],
          [t('approvals.askedAt'), <At at={proposal.askedAt} />],
          [t('approvals.expires'), <Until at={proposal.expiresAt} />],
          [t('approvals.digest'), <Hash value={proposal.contentSha256} />],
        ]}
      />
      {Object.keys(proposal.payload).length > 0 && (
        <>
          <h3>{t('approvals.content')}</h3>
          <Content content={proposal.payload} />
        </>
      )}
      {can('proposal.confirm') ? (
        <>
          <p className="meta">{t('approvals.note')}</p>
          <Decide proposal={proposal} />
        </>
      ) : (
        <p className="meta">{t('approvals.readOnly')}</p>
      )}
    </Panel>
  );
}

/** Acts that wait for this person as the second one. One's own requests do not appear: another person has to look. */
export function ApprovalsPage() {
  const { t } = useTranslation();
  const open = useQuery({ queryKey: ['proposals'], queryFn: () => api.get('/api/proposals'), refetchInterval: 10_000 });
  return (
    <Page title={t('approvals.title')}>
      <Loaded query={open}>{(rows) => (rows.length ? rows.map((proposal) => <One key={proposal.id} proposal={proposal} />) : <Empty>{t('approvals.none')}</Empty>)}</Loaded>
    </Page>
  );
}

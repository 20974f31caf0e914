import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api, ProblemError } from '../../lib/api/client';
import { serverNow } from '../../lib/clock';
import { stamp } from '../../lib/format';
import { save } from '../../lib/save';
import { useMe } from '../../lib/session';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { parseInstant } from '../../lib/instant';
import { Form, InstantField, TextField } from '../../ui/form';
import { Offered, OnLot } from '../../ui/offered';
import { Panel } from '../../ui/page';
import { Chip, Facts, Hash } from '../../ui/plain';
import { At } from '../../ui/time';
import { commitmentOf, numberOf, ownNumber, type Party } from './numbers';

type Draw = Answer<'/api/tenders/{id}/draws'>[number];
type Tender = Pick<Answer<'/api/tenders/{id}'>, 'id' | 'allowedActs' | 'deadline' | 'status' | 'held'>;

/** All draws of a tender; none yet is no fault. */
export const useDraws = (tenderId: string) =>
  useQuery({
    queryKey: ['draws', tenderId],
    queryFn: () =>
      api.get('/api/tenders/{id}/draws', { path: { id: tenderId } }).catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 404) return [] as Draw[];
        throw error;
      }),
    refetchInterval: 3000,
  });

function Contribute({ draw, party }: { draw: Draw; party: Party }) {
  const { t } = useTranslation();
  const path = { id: draw.drawId };
  const commit = useAct((key: string) => {
    const number = ownNumber(draw.drawId, party, (made) => save(made, `draw-${draw.drawId.slice(0, 8)}-${party}.txt`, 'text/plain'));
    return api.post('/api/draws/{id}/commit', { path, body: { commitment: commitmentOf(draw.drawId, party, number) }, key });
  });
  const [typed, setTyped] = useState('');
  const made = numberOf(draw.drawId, party);
  const number = made ?? typed.trim();
  const reveal = useAct((key: string) => api.post('/api/draws/{id}/reveal', { path, body: { number }, key }));
  if (!draw.commitments[party]) return <ActPanel what={t('draw.commitWhat')} act={t('draw.commit')} onAct={(key) => commit.mutate(key)} busy={commit.isPending} error={commit.error} />;
  if (draw.status === 'frozen') return <p>{t('draw.waitCommit')}</p>;
  if (draw.revealed?.includes(party)) return <p>{t('draw.waitReveal')}</p>;
  return (
    <>
      {!made && <TextField name="number" label={t('draw.number')} help={t('draw.numberHelp')} value={typed} onChange={setTyped} maxLength={64} />}
      <ActPanel what={t('draw.revealWhat')} act={t('draw.reveal')} onAct={(key) => reveal.mutate(key)} busy={reveal.isPending} error={reveal.error} />
    </>
  );
}

const RUNNING = new Set(['frozen', 'committed']);
const LEAVABLE = new Set(['frozen', 'committed', 'drawn']);

function DrawView({ draw, party, may, mayAbandon }: { draw: Draw; party: Party; may: boolean; mayAbandon: boolean }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>
        {t('draw.one')}{' '}
        {draw.status && <Chip tone={draw.status === 'confirmed' ? 'success' : draw.status === 'abandoned' || draw.status === 'exhausted' ? 'error' : 'info'}>{t(`draw.status.${draw.status}`)}</Chip>}
      </h3>
      <Facts
        rows={[
          draw.frozenAt && [t('draw.frozen'), <At at={draw.frozenAt} />],
          ...(['platform', 'tenderer', 'bureau'] as const).map(
            (one) =>
              [
                t(`draw.party.${one}`),
                draw.commitments[one] ? (
                  <>
                    {t(draw.revealed?.includes(one) ? 'draw.revealed' : 'draw.committed')} <Hash value={draw.commitments[one]} />
                  </>
                ) : (
                  t('draw.awaited')
                ),
              ] as const,
          ),
          draw.seats && draw.status !== 'abandoned' && [t('draw.seats'), t('draw.seatsText', draw.seats)],
          [t('draw.list'), <Hash value={draw.listHash} />],
        ]}
      />
      {draw.missed && (
        <p className="banner banner-warning" role="status">
          {t('draw.missed')}
        </p>
      )}
      <Offered on={mayAbandon && (LEAVABLE.has(draw.status ?? '') || draw.missed === true)}>
        <Abandon draw={draw} />
      </Offered>
      <Offered on={may && RUNNING.has(draw.status ?? '')}>
        <Contribute draw={draw} party={party} />
      </Offered>
    </section>
  );
}

/** Given up by two persons, with a reason; it stays visible (TBR 46). */
function Abandon({ draw }: { draw: Draw }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const abandon = useAct((key: string) => api.post('/api/draws/{id}/abandon', { path: { id: draw.drawId }, body: { reason }, key }));
  if (abandon.data) return <AskedNote asked={abandon.data} onAgain={abandon.reset} />;
  return (
    <details open={draw.missed}>
      <summary>{t('draw.abandon')}</summary>
      <TextField name="/reason" label={t('draw.abandonReason')} value={reason} onChange={setReason} maxLength={1000} />
      <ActPanel
        what={t('draw.abandonWhat')}
        act={t('draw.abandon')}
        onAct={(key) => abandon.mutate(key)}
        busy={abandon.isPending}
        error={abandon.error}
        hindrance={reason.trim() ? undefined : t('draw.abandonNeed')}
      />
    </details>
  );
}

/** `A0802*2 A0402*1`: specialties and how many of each. */
function parseNeeds(text: string): { specialty: string; count: number }[] | undefined {
  const parts = text.split(/[\s,，;；]/).filter(Boolean);
  const needs = parts.map((part) => /^([ABC]\d{2,6})[*×x](\d{1,2})$/i.exec(part)).map((match) => match && { specialty: match[1]!.toUpperCase(), count: Number(match[2]) });
  return needs.length > 0 && needs.every(Boolean) ? (needs as { specialty: string; count: number }[]) : undefined;
}

function Request({ tender }: { tender: Tender }) {
  const { t } = useTranslation();
  const [needs, setNeeds] = useState('A0802*2 A0402*1 A0601*1');
  const [away, setAway] = useState('1');
  const [home, setHome] = useState('');
  const [representatives, setRepresentatives] = useState('1');
  const [starts, setStarts] = useState(() => stamp(Math.max(Date.parse(tender.deadline), serverNow()) + 3_600_000)); // a later draw is asked for long after the deadline
  const [hours, setHours] = useState('4');
  const ask = useAct((_: void) =>
    api.post('/api/tenders/{id}/draws', {
      path: { id: tender.id },
      body: {
        needs: parseNeeds(needs) ?? [],
        awayMin: Number(away),
        homeLibrary: home,
        representatives: Number(representatives),
        sessionStartsAt: parseInstant(starts) ?? starts,
        sessionHours: Number(hours),
      },
    }),
  );
  if (ask.data) return <AskedNote asked={ask.data} onAgain={ask.reset} />;
  return (
    <Form label={t('draw.request')} error={ask.error} onSubmit={() => ask.mutate()}>
      <TextField name="/needs" label={t('draw.needs')} help={t('draw.needsHelp')} value={needs} onChange={setNeeds} error={parseNeeds(needs) ? undefined : t('draw.needsWrong')} />
      <TextField name="/homeLibrary" label={t('draw.home')} help={t('draw.homeHelp')} value={home} onChange={setHome} maxLength={100} />
      <TextField name="/awayMin" label={t('draw.away')} help={t('draw.awayHelp')} value={away} onChange={setAway} inputMode="numeric" maxLength={2} />
      <TextField name="/representatives" label={t('draw.representatives')} value={representatives} onChange={setRepresentatives} inputMode="numeric" maxLength={1} />
      <InstantField name="/sessionStartsAt" label={t('draw.starts')} value={starts} onChange={setStarts} />
      <TextField name="/sessionHours" label={t('draw.hours')} value={hours} onChange={setHours} inputMode="numeric" maxLength={2} />
      <Button type="primary" htmlType="submit" loading={ask.isPending}>
        {t('draw.request')}
      </Button>
    </Form>
  );
}

/** The draw of the committee: asked for, committed and revealed by the parties, then called in the order of the walk. Names are nowhere. */
export function DrawPart({ tender, party }: { tender: Tender; party: Party }) {
  const { t } = useTranslation();
  const me = useMe();
  const draws = useDraws(tender.id);
  const last = draws.data?.at(-1);
  const none = !last || last.status === 'abandoned' || (last.status === 'exhausted' && tender.status === 'evaluating');
  return (
    <Panel title={t('draw.title')} id="draw">
      <p className="meta">{t('draw.note')}</p>
      {draws.data?.map((draw) => (
        <DrawView
          key={draw.drawId}
          draw={draw}
          party={party}
          mayAbandon={tender.allowedActs.includes('draw.abandon')}
          may={tender.allowedActs.includes('draw.contribute') && me.permissions.includes('draw.contribute')}
        />
      ))}
      <OnLot tender={tender} act="draw.request" and={draws.data !== undefined && none}>
        <Request tender={tender} />
      </OnLot>
    </Panel>
  );
}

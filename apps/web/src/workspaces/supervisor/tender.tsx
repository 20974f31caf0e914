import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { AwardFacts, Objections, useAward } from '../../features/award/award';
import { DrawPart } from '../../features/experts/draw';
import { EvaluationPart } from '../../features/evaluation/progress';
import { type Tender, useTender } from '../../features/tender/api';
import { FullNotice } from '../../features/tender/notice';
import { Documents, Holds, StatusChip, TenderFacts } from '../../features/tender/parts';
import { Loaded, Page, Panel } from '../../ui/page';

const OPENED = new Set(['opened', 'evaluating', 'reported', 'publicity', 'decided', 'noticed', 'contracted']);

function Result({ tender }: { tender: Tender }) {
  const { t } = useTranslation('supervisor');
  const { data: award } = useAward(tender.id);
  return award ? (
    <Panel title={t('tender.award')}>
      <AwardFacts award={award} />
      <Objections award={award} />
    </Panel>
  ) : null;
}

export function TenderPage() {
  const { t } = useTranslation('supervisor');
  const { code = '' } = useParams();
  const tender = useTender(code, true);
  return (
    <Loaded query={tender}>
      {(found) => (
        <Page
          title={found.title}
          crumbs={[{ text: t('live.title'), to: '/supervisor/live' }]}
          status={<StatusChip status={found.status} held={found.held} />}
          act={
            <>
              <Link to={`/openings/${encodeURIComponent(found.code)}`}>{t('tender.hall')}</Link>
              <Link to={`/rooms/${encodeURIComponent(found.code)}`}>{t('tender.room')}</Link>
              <Link to={`/supervisor/projects/${found.projectId}`}>{t('tender.project')}</Link>
            </>
          }
        >
          <Holds tender={found} />
          <Panel title={t('tender.facts')} extra={found.isPublic && <a href={`/tenders/${encodeURIComponent(found.code)}`}>{t('tender.public')}</a>}>
            <TenderFacts tender={found} />
            <FullNotice tender={found} />
            <Documents tender={found} />
          </Panel>
          {OPENED.has(found.status) && <DrawPart tender={found} party="bureau" />}
          {OPENED.has(found.status) && <EvaluationPart tender={found} />}
          <Result tender={found} />
        </Page>
      )}
    </Loaded>
  );
}

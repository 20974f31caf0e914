import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { Answer } from '../../lib/api/client';
import { Facts, Foreign, Hash } from '../../ui/plain';
import { At, Until } from '../../ui/time';

type Row = Answer<'/api/proposals'>[number];

/** Where a lot stands in the workspace that asks, with its documents: nobody signs for what he cannot open from here. */
const PLACES: Record<string, string> = { agency: '/agency/tenders', bidder: '/bidder/tenders', supervisor: '/supervisor/tenders', venue: '/openings' };

function Lot({ code }: { code: string }) {
  const place = PLACES[useLocation().pathname.split('/')[1]!];
  const shown = <code>{code}</code>;
  return place ? <Link to={`${place}/${encodeURIComponent(code)}`}>{shown}</Link> : shown;
}

/** Who asked for a two-person act, who decided, and whether each signed. */
export function ProposalFacts({ proposal }: { proposal: Row }) {
  const { t } = useTranslation();
  const signed = (by: boolean) => by && <> · {t('records.signed')}</>;
  return (
    <Facts
      rows={[
        proposal.lot && [t('approvals.lot'), <Lot code={proposal.lot} />],
        proposal.projectName && [t('approvals.project'), <bdi>{proposal.projectName}</bdi>],
        [
          t('approvals.askedBy'),
          <>
            <bdi>{proposal.askedBy}</bdi>
            {signed(proposal.signedByAsker)}
          </>,
        ],
        [t('approvals.askedAt'), <At at={proposal.askedAt} />],
        proposal.decidedAt
          ? [
              t('records.decided'),
              <>
                {proposal.decidedBy && <bdi>{proposal.decidedBy}</bdi>}
                {signed(proposal.signedByConfirmer)} <At at={proposal.decidedAt} />
              </>,
            ]
          : [t('approvals.expires'), <Until at={proposal.expiresAt} />],
        proposal.reason && [t('approvals.reason'), <Foreign>{proposal.reason}</Foreign>],
        [t('approvals.digest'), <Hash value={proposal.contentSha256} />],
      ]}
    />
  );
}

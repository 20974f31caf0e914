import { useTranslation } from 'react-i18next';
import type { Answer } from '../../lib/api/client';
import { Facts, Foreign, Hash } from '../../ui/plain';
import { At, Until } from '../../ui/time';

type Row = Answer<'/api/proposals'>[number];

/** Who asked for a two-person act, who decided, and whether each signed. */
export function ProposalFacts({ proposal }: { proposal: Row }) {
  const { t } = useTranslation();
  const signed = (by: boolean) => by && <> · {t('records.signed')}</>;
  return (
    <Facts
      rows={[
        proposal.lot && [t('approvals.lot'), <code>{proposal.lot}</code>],
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
